import fs from 'node:fs'
import path from 'node:path'
import { parseSync } from 'vite'
import type { Import } from './law.ts'

const top = path.resolve(import.meta.dirname, '../..')

/** Every source file of a folder, by its path from the top. */
export function sourceFiles(folder: string): string[] {
  return fs
    .readdirSync(path.join(top, folder), { recursive: true, withFileTypes: true })
    .filter(e => e.isFile() && /\.tsx?$/.test(e.name) && !/\.d\.ts$|\.config\.ts$/.test(e.name))
    .map(e => path.relative(top, path.join(e.parentPath, e.name)).split(path.sep).join('/'))
}

export const readSource = (file: string): string => fs.readFileSync(path.join(top, file), 'utf8')

/** What a file imports, types and dynamic imports included. */
export function importsOf(from: string, text: string): Import[] {
  const { module } = parseSync(from, text)
  const named = [
    ...module.staticImports.map(i => i.moduleRequest.value),
    ...module.staticExports.flatMap(e => e.entries.flatMap(entry => entry.moduleRequest?.value ?? [])),
    ...[...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)].flatMap(m => m[1] ?? []),
  ]
  return [...new Set(named)].map(name => resolve(from, name.replace(/\?raw$/, '')))
}

function resolve(from: string, name: string): Import {
  if (!name.startsWith('.')) return { from, to: name, isPackage: true }
  return { from, to: path.posix.join(path.posix.dirname(from), name), isPackage: false }
}
