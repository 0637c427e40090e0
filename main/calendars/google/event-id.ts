import { createHash } from 'node:crypto'

/** RFC 4648, section 7, in the small letters that Google wants (a to v, 0 to 9; 5 to 1024 of them). */
const alphabet = '0123456789abcdefghijklmnopqrstuv'

/** Where Openslot's UID stands in an event: private properties are this calendar's copy's own. */
export const uidProperty = 'openslotUid'

/**
 * The id that the event of this UID has in every Google calendar. Chosen by the client and always the same, so that a
 * create that is made twice is refused the second time (409) instead of standing there twice.
 */
export function eventIdOf(uid: string): string {
  const digest = createHash('sha256').update(uid).digest()
  const bits = [...digest].map(byte => byte.toString(2).padStart(8, '0')).join('')
  const digits = bits.match(/.{1,5}/g) ?? []
  return digits.map(five => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}
