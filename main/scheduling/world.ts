import type { PayloadOf, TopicName } from '../../preload/contract/topics.ts'
import type { Sealer } from '../calendars/accounts.ts'
import type { Store } from '../store/store.ts'
import type { LinkTemplate } from './link-template.ts'

/** What the use cases stand on. The host makes one; tests make their own with a clock and dice they hold. */
export interface World {
  readonly store: Store<LinkTemplate>
  readonly clock: { now(): number }
  readonly randomness: Randomness
  /** Tells every open desk, after the change has been committed. */
  readonly announce: Announce
  /** The address to send for a token: public where there is a public address, else on this machine. */
  readonly linkUrl: (token: string) => string
  /** Ports of Openslot's own listeners: no address that somebody gives may lead there. */
  readonly ownPorts: () => readonly number[]
  /** The same for a calendar that is published as a feed. */
  readonly feedUrl: (token: string) => string
  readonly sealer: Sealer
  /** Whether a calendar is being read from its server now. */
  readonly isReading: (calendarId: string) => boolean
}

export interface Randomness {
  /** `prefix_` and 24 hexadecimal digits, as Cronofy's ids look. */
  id(prefix: string): string
  /** 128 bits or more from the system's generator, URL-safe. */
  token(): string
}

export type Announce = <T extends TopicName>(topic: T, payload: PayloadOf<T>) => void

export type ChangedNoun = PayloadOf<'changed'>['noun']
