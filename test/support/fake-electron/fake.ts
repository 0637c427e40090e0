/**
 * What the desktop would have shown: for tests under the stand-in alone. Tests that shall run under real Electron too
 * replace a method instead, as in `app.evaluate(({ shell }) => { shell.openExternal = … })`.
 */
export const fake = {
  notifications: [] as unknown[],
  trays: [] as unknown[],
  openedUrls: [] as string[],
}
