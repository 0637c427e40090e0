import { type TunnelDriver, TunnelError } from './driver.ts'

/**
 * A public address that the organizer looks after, such as a reverse proxy of their own (`--public-url`). Nothing is
 * opened, so nothing is lost; whether it leads here is for the probe to say.
 * @throws {TunnelError} when `publicUrl` is not an http(s) origin; the message is a sentence for the organizer
 */
export function createFixedAddress(publicUrl: string): TunnelDriver {
  const url = publicOrigin(publicUrl)
  if (url === null) {
    throw new TunnelError('The public address must be like https://book.example.org, with no path behind it.')
  }
  const tunnel = { url, close: () => Promise.resolve(), onLost: () => undefined }
  return { name: 'fixed', open: () => Promise.resolve(tunnel) }
}

/** The origin that `text` names, or null when it is no address that visitors could be sent to. */
export function publicOrigin(text: string): string | null {
  if (!URL.canParse(text)) return null
  const { protocol, username, password, pathname, search, hash, origin } = new URL(text)
  const isWeb = protocol === 'https:' || protocol === 'http:'
  const isBare = pathname === '/' && `${username}${password}${search}${hash}` === ''
  return isWeb && isBare ? origin : null
}
