import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { app } from './app.ts'

/** The same for each start over the same data, as a key in the desktop's keyring would be. */
function key(): Buffer {
  return createHash('sha256')
    .update(`fake keyring of ${app.getPath('userData')}`)
    .digest()
}

function assertReady(method: string): void {
  if (!app.isReady()) throw new Error(`safeStorage.${method} cannot be used before app is ready`)
}

export const safeStorage = {
  isEncryptionAvailable: () => app.isReady(),
  getSelectedStorageBackend: () => 'basic_text',
  setUsePlainTextEncryption: () => undefined,
  encryptString(plain: string): Buffer {
    assertReady('encryptString')
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key(), nonce)
    const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), text])
  },
  decryptString(encrypted: Buffer): string {
    assertReady('decryptString')
    try {
      const decipher = createDecipheriv('aes-256-gcm', key(), encrypted.subarray(0, 12))
      decipher.setAuthTag(encrypted.subarray(12, 28))
      return Buffer.concat([decipher.update(encrypted.subarray(28)), decipher.final()]).toString('utf8')
    } catch (cause) {
      throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.', {
        cause,
      })
    }
  },
}
