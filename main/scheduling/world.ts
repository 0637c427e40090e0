import type { PayloadOf, TopicName } from '../../preload/contract/topics.ts'
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
  readonly sealer: Sealer
}

/** Keeps passwords and tokens unreadable in the store, and in every copy of it. */
export interface Sealer {
  seal(text: string): string
  /** Null: it was sealed elsewhere, with a key that is not here. */
  open(sealed: string): string | null
}

export interface Randomness {
  /** `prefix_` and 24 hexadecimal digits, as Cronofy's ids look. */
  id(prefix: string): string
  /** 128 bits or more from the system's generator, URL-safe. */
  token(): string
}

export type Announce = <T extends TopicName>(topic: T, payload: PayloadOf<T>) => void

export type ChangedNoun = PayloadOf<'changed'>['noun']
