import { safeStorage } from 'electron'
import type { Sealer } from '../calendars/accounts.ts'

/** Tells what the desktop sealed from what the key file did. */
const mark = 'desktop1:'

/**
 * Seals with the desktop's keyring. Where there is none (on Linux Electron then only pretends to encrypt, with a key
 * that everybody knows), the key file seals; what it sealed stays readable when a keyring comes.
 */
export function createDesktopSealer(keySealer: Sealer): Sealer {
  if (!hasKeyring()) return keySealer
  return {
    seal: text => mark + safeStorage.encryptString(text).toString('base64'),
    open(sealed) {
      if (!sealed.startsWith(mark)) return keySealer.open(sealed)
      try {
        return safeStorage.decryptString(Buffer.from(sealed.slice(mark.length), 'base64'))
      } catch {
        return null
      }
    },
  }
}

function hasKeyring(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'
}
