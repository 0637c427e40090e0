import { type Attention, attentionOf, keyOf } from './attention.ts'
import { attentionWords } from './attention-words.ts'
import { useBookings } from './bookings.ts'
import { useCalendars } from './calendars.ts'
import { nowMs } from './clock.ts'
import { useConnections } from './connections.ts'
import { useOrganizer } from './organizer.ts'
import { useReach } from './reach.ts'
import { useSeen } from './seen.ts'
import { toast } from './toasts.ts'

/** Null until the desk has opened. */
let told: ReadonlySet<string> | null = null

/** Everything that needs attention now. */
export function currentAttention(): readonly Attention[] {
  return attentionOf({
    bookings: useBookings.getState().value ?? [],
    calendars: useCalendars.getState().value ?? [],
    connections: useConnections.getState().value ?? [],
    reach: useReach.getState().value,
    seen: useSeen.getState().keys,
    nowMs: nowMs(),
  })
}

/** What is wrong when the desk opens stands on Today; only what is new after that is told by itself. */
export function rememberNews(): void {
  told = new Set(currentAttention().map(keyOf))
}

const MOST = 2

/** Tells what was not so at the last look. What may be over by itself, and what was just brought in, is not told. */
export function tellNews(): void {
  const before = told
  if (before === null) return
  const attention = currentAttention()
  const fresh = attention.filter(one => !before.has(keyOf(one)) && isTold(one))
  told = new Set(attention.map(keyOf))
  for (const one of fresh.slice(0, MOST)) tellOne(one)
  const rest = fresh.length - MOST
  if (rest > 0) toast({ title: `${rest} more need your attention`, tone: 'bad', action: show('#/today') })
}

function isTold(one: Attention): boolean {
  if (one.kind === 'connection') return one.connection.state === 'sign_in' || one.unread.length > 0
  return one.kind !== 'reach' && one.kind !== 'uncertain'
}

function tellOne(one: Attention): void {
  const calendars = useCalendars.getState().value ?? []
  const words = attentionWords(one, calendars, useOrganizer.getState().value?.tzid ?? 'UTC')
  const { title, detail, href, action } = words
  const tone = one.kind === 'followed' ? 'plain' : 'bad'
  toast({ title, detail, tone, action: { ...show(href), label: action } })
}

function show(href: string): { label: string; run: () => void } {
  return {
    label: 'Show',
    run: () => {
      window.location.hash = href
    },
  }
}
