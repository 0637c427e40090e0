import type { PayloadOf, Push, TopicName } from '../../preload/contract/topics.ts'

/** So many pushes are kept for a desk that lost its stream for a while; one that missed more reads all again. */
const kept = 256

/**
 * The live feed: numbers every push and hands it to whoever listens. Numbers start at the moment given, so that a
 * desk which outlived a restart of the program sees that its number means nothing any more.
 */
export function createFeed(startMs: number) {
  let seq = startMs
  const recent: Push[] = []
  const listeners = new Set<(push: Push) => void>()

  function publish<T extends TopicName>(topic: T, payload: PayloadOf<T>): void {
    seq += 1
    const push = { seq, topic, payload } as Push
    recent.push(push)
    if (recent.length > kept) recent.shift()
    for (const listener of listeners) listener(push)
  }

  /** What came after `lastSeq`, or one `resync` when that cannot be told any more. */
  function missed(lastSeq: number): Push[] {
    if (lastSeq === seq) return []
    const first = recent[0]
    const known = first !== undefined && lastSeq >= first.seq - 1 && lastSeq < seq
    return known ? recent.filter(p => p.seq > lastSeq) : [{ seq, topic: 'resync', payload: {} }]
  }

  function subscribe(listener: (push: Push) => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  return { publish, missed, subscribe }
}

export type Feed = ReturnType<typeof createFeed>
