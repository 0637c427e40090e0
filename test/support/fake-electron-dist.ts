/**
 * A made-up Electron distribution for electron-builder, where the real one cannot be downloaded: it has the files that
 * electron-builder moves about, and the place in the executable where fuses are set. What comes out cannot be run, but
 * what was packed can be looked into, and driven by the stand-in. As a script it makes one and prints its folder:
 * `npm run pack -- -c.electronDist="$(node test/support/fake-electron-dist.ts)"`.
 */
import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const top = path.resolve(import.meta.dirname, '../..')

/** Electron finds its fuses by this text; after it come the wire's version, its length, and a digit for each fuse. */
const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
/** As Electron 45 leaves the factory: run-as-node, NODE_OPTIONS, inspector and file privileges on, the rest off. */
const factoryFuses = '101100010'

/** @returns a new temporary folder, the caller's to delete */
export function makeElectronDist(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'openslot-electron-dist-'))
  const manifest = path.join(top, 'node_modules/electron/package.json')
  const { version } = JSON.parse(fs.readFileSync(manifest, 'utf8')) as { version: string }
  const fuses = String.fromCharCode(1, factoryFuses.length) + factoryFuses
  const write = (name: string, content: string, mode = 0o644) => {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    fs.writeFileSync(path.join(folder, name), content, { encoding: 'latin1', mode })
  }
  write('electron', `made up, not to be run\n${fuseSentinel}${fuses}\n`, 0o755)
  write('chrome-sandbox', 'made up\n', 0o755)
  write('version', version)
  write('LICENSE', 'made up\n')
  write('LICENSES.chromium.html', 'made up\n')
  write('locales/en-US.pak', 'made up\n')
  fs.mkdirSync(path.join(folder, 'resources'))
  return folder
}

/**
 * Packs what stands in `dist` for Linux as `npm run pack` does, but without a download.
 * @param output an empty folder for the outcome
 * @returns the folder with the packed program, as `layOutPacked` takes it
 */
export async function packOffline(output: string): Promise<string> {
  const distribution = makeElectronDist()
  const settings = [`-c.electronDist=${distribution}`, `-c.directories.output=${output}`]
  const cli = path.join(top, 'node_modules/electron-builder/cli.js')
  const args = [cli, '--linux', 'dir', `--${process.arch}`, '--publish', 'never', ...settings]
  try {
    await promisify(execFile)(process.execPath, args, { cwd: top })
  } finally {
    fs.rmSync(distribution, { recursive: true, force: true })
  }
  return path.join(output, process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`)
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(makeElectronDist())
}
