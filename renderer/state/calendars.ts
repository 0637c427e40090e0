import type { Calendar } from '../../preload/contract/calendars.ts'
import type { InputOf, Outcome } from '../client/client.ts'
import { nounStore } from './noun.ts'
import { call } from './program-calls.ts'

export const useCalendars = nounStore('calendars.list')

export async function createCalendar(input: InputOf<'calendars.create'>): Promise<Outcome<Calendar>> {
  const outcome = await call('calendars.create', input)
  if (outcome.ok) await useCalendars.load()
  return outcome
}

export async function subscribeFeed(input: InputOf<'calendars.subscribe'>): Promise<Outcome<Calendar>> {
  const outcome = await call('calendars.subscribe', input)
  if (outcome.ok) await useCalendars.load()
  return outcome
}

/** Asks its server now; the answer is what came of it, read or not. */
export async function syncCalendar(calendarId: string): Promise<Outcome<Calendar>> {
  const outcome = await call('calendars.sync', { calendarId })
  await useCalendars.load()
  return outcome
}

/** Published anew, it has a new address, and the old one leads nowhere. */
export async function publishCalendar(calendarId: string, published: boolean): Promise<Outcome<Calendar>> {
  const outcome = await call('calendars.publish', { calendarId, published })
  if (outcome.ok) await useCalendars.load()
  return outcome
}

export async function updateCalendar(input: InputOf<'calendars.update'>): Promise<Outcome<Calendar>> {
  const outcome = await call('calendars.update', input)
  await useCalendars.load()
  return outcome
}

export async function removeCalendar(calendarId: string): Promise<Outcome<Record<string, never>>> {
  const outcome = await call('calendars.remove', { calendarId })
  if (outcome.ok) await useCalendars.load()
  return outcome
}

/** Brings a file in; `calendarId` replaces what an earlier file of that calendar held. */
export async function importCalendar(
  sub: string,
  file: File,
  calendarId?: string,
): Promise<Outcome<Calendar>> {
  const text = await file.text()
  const outcome = await call('calendars.import', {
    sub,
    fileName: file.name,
    text,
    ...(calendarId === undefined ? {} : { calendarId }),
  })
  if (outcome.ok) await useCalendars.load()
  return outcome
}
