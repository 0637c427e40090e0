import fs from 'node:fs'
import path from 'node:path'

/** What the command line said, as Electron's own executable would take it: `[switches] <app> [arguments]`. */
export interface Boot {
  /** Everything but `-r <file>`, which only Playwright's loader uses. */
  readonly argv: readonly string[]
  /** The app's folder or main file, absolute. */
  readonly entry: string
  readonly appPath: string
  readonly main: string
  readonly manifest: { readonly name: string; readonly productName?: string; readonly version: string }
  readonly isDrivenByPlaywright: boolean
}

export function readBoot(args: readonly string[]): Boot {
  const argv = args.filter((arg, index) => arg !== '-r' && args[index - 1] !== '-r')
  const entry = path.resolve(argv.find(arg => !arg.startsWith('-')) ?? '.')
  const isFolder = fs.statSync(entry).isDirectory()
  const manifestFolder = folderWithManifest(isFolder ? entry : path.dirname(entry))
  const manifest = JSON.parse(fs.readFileSync(path.join(manifestFolder, 'package.json'), 'utf8'))
  return {
    argv,
    entry,
    appPath: isFolder ? entry : path.dirname(entry),
    main: isFolder ? path.join(entry, manifest.main) : entry,
    manifest,
    isDrivenByPlaywright: args.includes('--remote-debugging-port=0'),
  }
}

function folderWithManifest(folder: string): string {
  const parent = path.dirname(folder)
  return parent === folder || fs.existsSync(path.join(folder, 'package.json'))
    ? folder
    : folderWithManifest(parent)
}

export const boot = readBoot(process.argv.slice(2))

/** The value of `--name=value`, as Electron's `app.commandLine` sees it. */
export function switchValue(name: string): string | undefined {
  return boot.argv.find(arg => arg.startsWith(`--${name}=`))?.slice(name.length + 3)
}
