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
