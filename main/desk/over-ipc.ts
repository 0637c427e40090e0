import type { IpcMain, IpcMainInvokeEvent } from 'electron'
import { type Capabilities, channels } from '../../preload/contract/bridge.ts'
import type { Outcome } from '../../preload/contract/errors.ts'
import type { Push } from '../../preload/contract/topics.ts'
import type { Dispatch } from './dispatch.ts'
import type { Feed } from './feed.ts'

export interface DeskOverIpcOptions {
  readonly ipcMain: IpcMain
  readonly dispatch: Dispatch
  readonly feed: Feed
  /** True for the main frame of a window of ours that shows our own page: anything else is refused. */
  readonly isOurs: (event: IpcMainInvokeEvent) => boolean
  /** Every open window's way to send. */
  readonly windows: () => readonly { send(channel: string, push: Push): void }[]
}

/** The desk for the Electron window: the same dispatch over one channel, the same feed over another. */
export function serveDeskOverIpc(options: DeskOverIpcOptions): () => void {
  const { ipcMain, dispatch, feed, isOurs, windows } = options
  const refused: Outcome<never> = {
    ok: false,
    error: { code: 'unauthorized', message: 'This page is not the desk.' },
  }
  ipcMain.handle(channels.call, (event, name: unknown, input: unknown) =>
    isOurs(event) && typeof name === 'string' ? dispatch(name, input) : refused,
  )
  ipcMain.handle(channels.capabilities, (event): Capabilities | typeof refused =>
    isOurs(event) ? { host: 'electron', notifications: 'program', platform: process.platform } : refused,
  )
  const leave = feed.subscribe(push => {
    for (const window of windows()) window.send(channels.push, push)
  })
  return () => {
    leave()
    ipcMain.removeHandler(channels.call)
    ipcMain.removeHandler(channels.capabilities)
  }
}
