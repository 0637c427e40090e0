import { type App, type Session, shell, type WebContents } from 'electron'
import { deskOrigin } from './desk-scheme.ts'

/** What a page of the desk may ask the system for: to put a link on the clipboard, and nothing else. */
const allowedPermission = 'clipboard-sanitized-write'

/** True for an address of the desk itself, parsed, never matched as text. */
export function isDeskUrl(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host } = new URL(address)
  return `${protocol}//${host}` === deskOrigin
}

/** Only what a browser or mail program opens; anything else could start a program on the organizer's machine. */
export function mayOpenOutside(address: string): boolean {
  return URL.canParse(address) && ['https:', 'http:', 'mailto:'].includes(new URL(address).protocol)
}

export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(permission === allowedPermission),
  )
  session.setPermissionCheckHandler((_contents, permission) => permission === allowedPermission)
}

/** Every page that ever comes to be stays on the desk; addresses elsewhere open in the person's own browser. */
export function guardContents(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    const stay = (event: { preventDefault(): void }, address: string) => {
      if (!isDeskUrl(address)) event.preventDefault()
    }
    contents.on('will-navigate', event => stay(event, event.url))
    contents.on('will-frame-navigate', event => stay(event, event.url))
    contents.on('will-redirect', event => stay(event, event.url))
    contents.on('will-attach-webview', event => event.preventDefault())
    openOutside(contents)
  })
}

function openOutside(contents: WebContents): void {
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) void shell.openExternal(url)
    return { action: 'deny' }
  })
}
