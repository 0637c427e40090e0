import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { extractFile, listPackage, statFile } from '@electron/asar'
import { FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureBuilt } from '../../main/ensure-built.ts'
import { packOffline } from '../support/fake-electron-dist.ts'

const top = path.resolve(import.meta.dirname, '../..')
const sqlite = '/node_modules/better-sqlite3'
const sqliteBinary = `${sqlite}/prebuilds/linux-${process.arch}.node`

/** Everything that a package may hold, and each of it has to be there. */
const wanted: readonly RegExp[] = [
  /^\/(package\.json|LICENSE)$/,
  /^\/dist\/main\/(?!headless|openslot-run-headless)[\w-]+\.js$/,
  /^\/dist\/preload\/bridge\.cjs$/,
  /^\/dist\/reader\/worker\.js$/,
  /^\/dist\/renderer\/(index\.html|icon\.svg)$/,
  /^\/dist\/renderer\/assets\/[\w-]+\.(js|css|woff2|svg|png)$/,
  new RegExp(`^${sqlite}/(LICENSE|package\\.json)$`),
  new RegExp(`^${sqlite}/lib/([\\w-]+/)?[\\w-]+\\.js$`),
  new RegExp(`^${sqliteBinary.replaceAll('.', '\\.')}$`),
]

let output: string
let packed: string
let archive: string
let files: string[]

beforeAll(async () => {
  ensureBuilt()
  output = fs.mkdtempSync(path.join(os.tmpdir(), 'openslot-pack-'))
  packed = await packOffline(output)
  archive = path.join(packed, 'resources/app.asar')
  files = listPackage(archive, { isPack: false }).filter(name => !('files' in entryOf(name)))
}, 120_000)

afterAll(() => {
  fs.rmSync(output, { recursive: true, force: true })
})

function entryOf(name: string): object & { unpacked?: boolean } {
  return statFile(archive, name.slice(1))
}

function contentOf(name: string): Buffer {
  const isOutside = entryOf(name).unpacked === true
  return isOutside ? fs.readFileSync(`${archive}.unpacked${name}`) : extractFile(archive, name.slice(1))
}

describe('the packed app', () => {
  it('holds what it must and nothing else', () => {
    expect(files.filter(file => !wanted.some(pattern => pattern.test(file)))).toEqual([])
    expect(wanted.filter(pattern => !files.some(file => pattern.test(file)))).toEqual([])
  })

  it('starts at the desktop’s entry', () => {
    const manifest = JSON.parse(extractFile(archive, 'package.json').toString('utf8'))
    expect(manifest).toMatchObject({ name: 'openslot', main: 'dist/main/electron.js', type: 'module' })
    expect(files).toContain(`/${manifest.main}`)
  })

  it('keeps outside the archive only what the system has to load from files', () => {
    const outside = files.filter(file => entryOf(file).unpacked)
    expect(outside).toContain('/dist/reader/worker.js')
    expect(outside).toContain(sqliteBinary)
    expect(outside.filter(file => !file.startsWith('/dist/reader/') && !file.startsWith(sqlite))).toEqual([])
    for (const file of outside) expect(fs.existsSync(`${archive}.unpacked${file}`)).toBe(true)
  })

  it('stays small', () => {
    expect(fs.statSync(archive).size).toBeLessThan(6_000_000)
    expect(fs.statSync(`${archive}.unpacked${sqliteBinary}`).size).toBeLessThan(3_000_000)
  })

  it('tells nothing of the machine it was packed on', () => {
    const telling = files
      .filter(file => /\.(js|cjs|html|css|json)$/.test(file))
      .filter(file => contentOf(file).includes(`${top}/`))
    expect(telling).toEqual([])
  })

  it('has the fuses set: no plain Node, no inspector, no code but that of the archive', async () => {
    const wire = await getCurrentFuseWire(path.join(packed, 'openslot'))
    expect(wire.version).toBe(FuseVersion.V1)
    const isOn = (fuse: FuseV1Options) => wire[fuse] === '1'.charCodeAt(0)
    expect({
      runAsNode: isOn(FuseV1Options.RunAsNode),
      nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspector: isOn(FuseV1Options.EnableNodeCliInspectArguments),
      integrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      archiveOnly: isOn(FuseV1Options.OnlyLoadAppFromAsar),
      filePrivileges: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      runAsNode: false,
      nodeOptions: false,
      inspector: false,
      integrity: true,
      archiveOnly: true,
      filePrivileges: false,
    })
  })
})
