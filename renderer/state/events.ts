import { create } from 'zustand'
import type { CalendarEvent, EventToWrite } from '../../preload/contract/calendars.ts'
import type { SpanMs } from '../../preload/contract/values.ts'
import type { Failure, Outcome } from '../client/client.ts'
import { call } from './program-calls.ts'

interface Events {
  readonly window: SpanMs | null
  readonly value: readonly CalendarEvent[] | null
  readonly failure: Failure | null
}

/** The occurrences of the week on show. */
export const useEvents = create<Events>()(() => ({ window: null, value: null, failure: null }))

export async function showEvents(window: SpanMs): Promise<void> {
  useEvents.setState({ window })
  const outcome = await call('events.list', window)
  if (useEvents.getState().window !== window) return
  useEvents.setState(
    outcome.ok ? { value: outcome.value, failure: null } : { value: null, failure: outcome.error },
  )
}

export async function reloadEvents(): Promise<void> {
  const { window } = useEvents.getState()
  if (window) await showEvents({ ...window })
}

export async function createEvent(event: EventToWrite): Promise<Outcome<CalendarEvent>> {
  const outcome = await call('events.create', event)
  if (outcome.ok) await reloadEvents()
  return outcome
}

export async function updateEvent(
  calendarId: string,
  eventUid: string,
  event: EventToWrite,
): Promise<Outcome<CalendarEvent>> {
  const outcome = await call('events.update', { calendarId, eventUid, event })
  if (outcome.ok) await reloadEvents()
  return outcome
}

export async function removeEvent(
  calendarId: string,
  eventUid: string,
): Promise<Outcome<Record<string, never>>> {
  const outcome = await call('events.remove', { calendarId, eventUid })
  if (outcome.ok) await reloadEvents()
  return outcome
}
