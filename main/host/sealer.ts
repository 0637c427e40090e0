import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import type { Sealer } from '../calendars/accounts.ts'

/** Tells what was sealed with this key from what the desktop sealed, or another key. */
const mark = 'key1:'
const ivBytes = 12
const tagBytes = 16

/**
 * Seals with AES-256-GCM under the key of OPENSLOT_KEY, or of a file that only its owner can read. A copy of the store
 * without the key tells nobody a password.
 */
export function createKeySealer(key: Buffer): Sealer {
  return {
    seal(text) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return mark + Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64')
    },
    open(sealed) {
      if (!sealed.startsWith(mark)) return null
      const bytes = Buffer.from(sealed.slice(mark.length), 'base64')
      try {
        const iv = bytes.subarray(0, ivBytes)
        const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes })
        decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
        const text = Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()])
        return text.toString('utf8')
      } catch {
        return null
      }
    },
  }
}

/** OPENSLOT_KEY may be any text: its digest is the key. Without one the key is made at the first start and kept. */
export function readKey(dataDir: string, env: NodeJS.ProcessEnv): Buffer {
  const given = env['OPENSLOT_KEY']
  if (given !== undefined && given !== '') return createHash('sha256').update(given).digest()
  const file = path.join(dataDir, 'openslot.key')
  const key = Buffer.from(readKeyFile(file).trim(), 'base64')
  if (key.length !== 32) throw new UnusableKey(file)
  return key
}

function readKeyFile(file: string): string {
  try {
    if (!fs.existsSync(file)) makeKeyFile(file)
    fs.chmodSync(file, 0o600)
    return fs.readFileSync(file, 'utf8')
  } catch (cause) {
    throw new UnusableKey(file, { cause })
  }
}

/** The key file is damaged or out of reach: going on with another key would lose every password that it sealed. */
export class UnusableKey extends Error {
  override readonly name = 'UnusableKey'
  constructor(file: string, options: { readonly cause?: unknown } = {}) {
    const what = options.cause instanceof Error ? `cannot be used (${options.cause.message})` : 'is damaged'
    super(
      `The key file ${file} ${what}. Put a copy of it back, or remove it and sign in to your calendars again.`,
      options,
    )
  }
}

/** Whole or not at all: a key that was written half would seal what nobody can open. */
function makeKeyFile(file: string): void {
  const fresh = `${file}.new`
  const fd = fs.openSync(fresh, 'w', 0o600)
  fs.writeSync(fd, `${randomBytes(32).toString('base64')}\n`)
  fs.fsyncSync(fd)
  fs.closeSync(fd)
  fs.renameSync(fresh, file)
}
