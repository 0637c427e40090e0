/** What `app` needs of the windows, so that it need not know their class. */
export interface OpenWindow {
  close(): void
}

export const openWindows = new Set<OpenWindow>()
