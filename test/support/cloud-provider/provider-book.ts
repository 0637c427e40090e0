/** The one calendar that the provider of the tests keeps, as both vendors' APIs show it. */
export interface ProviderEvent {
  readonly id: string
  version: number
  /** When it changed last, in the provider's own count; what tokens for changes go by. */
  change: number
  deleted: boolean
  title: string
  description: string
  location: string
  startMs: number
  endMs: number
  /** For whole days: dates, the second past the end. */
  days: readonly [string, string] | null
  seriesId: string | null
  originalStartMs: number | null
  attendees: string[]
  transactionId: string | null
  properties: Record<string, string>
  /** What else each vendor's resource says, letter by letter. */
  google: Record<string, unknown>
  graph: Record<string, unknown>
}

export interface EventToAdd {
  readonly id?: string
  readonly title?: string
  readonly startMs?: number
  readonly endMs?: number
  readonly days?: readonly [string, string]
  readonly seriesId?: string
  readonly google?: Record<string, unknown>
  readonly graph?: Record<string, unknown>
}

export function createBook() {
  const events = new Map<string, ProviderEvent>()
  let count = 0

  function touch(event: ProviderEvent): ProviderEvent {
    event.version++
    event.change = ++count
    return event
  }

  function add(given: EventToAdd): ProviderEvent {
    const startMs = given.startMs ?? Date.parse(`${given.days?.[0] ?? '2027-03-01'}T00:00Z`)
    const event: ProviderEvent = {
      id: given.id ?? `ev${++count}`,
      version: 0,
      change: 0,
      deleted: false,
      title: given.title ?? 'Event',
      description: '',
      location: '',
      startMs,
      endMs:
        given.endMs ??
        (given.days === undefined ? startMs + 3_600_000 : Date.parse(`${given.days[1]}T00:00Z`)),
      days: given.days ?? null,
      seriesId: given.seriesId ?? null,
      originalStartMs: given.seriesId === undefined ? null : startMs,
      attendees: [],
      transactionId: null,
      properties: {},
      google: given.google ?? {},
      graph: given.graph ?? {},
    }
    events.set(event.id, event)
    return touch(event)
  }

  function must(id: string): ProviderEvent {
    const event = events.get(id)
    if (event === undefined) throw new Error(`There is no event ${id}.`)
    return event
  }

  return {
    add,
    get: (id: string) => events.get(id) ?? null,
    all: () => [...events.values()],
    count: () => count,
    move: (id: string, startMs: number, endMs: number) => touch(Object.assign(must(id), { startMs, endMs })),
    change: (id: string, change: Partial<ProviderEvent>) => touch(Object.assign(must(id), change)),
    remove: (id: string) => touch(Object.assign(must(id), { deleted: true })),
    ofSeries: (seriesId: string) => [...events.values()].filter(e => e.seriesId === seriesId),
    /** Everything, tokens for changes included, as after a server's loss of memory. */
    forget: () => events.clear(),
  }
}

export type Book = ReturnType<typeof createBook>

export const overlaps = (event: ProviderEvent, fromMs: number, toMs: number): boolean =>
  event.startMs < toMs && event.endMs > fromMs
