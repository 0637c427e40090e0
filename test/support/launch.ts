import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { extractAll } from '@electron/asar'
import { _electron, type ElectronApplication } from '@playwright/test'
import { findBrowser } from './browser.ts'

const top = path.resolve(import.meta.dirname, '../..')

/** Whether the binary of real Electron is here. The tests are the same for it and for the stand-in. */
export const isRealElectron =
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] !== undefined ||
  fs.existsSync(path.join(top, 'node_modules/electron/path.txt'))

export interface LaunchOptions {
  /** Folder of the app's data; the test that made it deletes it. */
  readonly userData: string
  /** Folder or main file of the app; the project's own `dist` when left out. */
  readonly app?: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** Starts the desktop app: in the real Electron where its binary is installed, in the stand-in otherwise. */
export async function launch(options: LaunchOptions): Promise<ElectronApplication> {
  const { userData, app = top, args = [], env = {} } = options
  const standIn = path.join(import.meta.dirname, 'fake-electron/electron-cli.ts')
  return _electron.launch({
    ...(isRealElectron ? {} : { executablePath: standIn }),
    args: [
      ...(isRealElectron && process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      app,
      `--user-data-dir=${userData}`,
      ...args,
    ],
    cwd: top,
    env: {
      ...(process.env as Record<string, string>),
      // The stand-in runs by `#!/usr/bin/env node`, which has to be this Node and not an older one of the machine.
      PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH'] ?? ''}`,
      ...(isRealElectron ? {} : { CHROMIUM: await findBrowser() }),
      ...env,
    },
  })
}

/**
 * Lays out what electron-builder packed (such as `release/linux-unpacked`) as a folder that `launch` takes as `app`.
 * The packed executable itself cannot be driven: its fuses shut the inspector that Playwright needs, as they should.
 * @returns a temporary folder, the caller's to delete
 */
export function layOutPacked(packedFolder: string): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'openslot-packed-'))
  extractAll(path.join(packedFolder, 'resources/app.asar'), folder)
  return folder
}
