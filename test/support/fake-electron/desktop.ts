import { fake } from './fake.ts'

let copied = ''

export const clipboard = {
  writeText: (text: string) => {
    copied = text
  },
  readText: () => copied,
  clear: () => {
    copied = ''
  },
}

export const shell = {
  openExternal: async (url: string) => {
    fake.openedUrls.push(url)
  },
  openPath: async (_path: string) => '',
  showItemInFolder: (_path: string) => undefined,
  beep: () => undefined,
}

/** Nobody is there to choose: messages are answered with their first button, choices of files are cancelled. */
export const dialog = {
  showMessageBox: async () => ({ response: 0, checkboxChecked: false }),
  showMessageBoxSync: () => 0,
  showOpenDialog: async () => ({ canceled: true, filePaths: [] as string[] }),
  showSaveDialog: async () => ({ canceled: true, filePath: '' }),
  showErrorBox: (title: string, content: string) => console.error(title, content),
}
