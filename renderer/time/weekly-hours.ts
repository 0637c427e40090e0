import type { WeeklyPeriod } from '../../preload/contract/values.ts'
import { minuteText } from './format.ts'

export interface Hours {
  readonly startMinute: number
  readonly endMinute: number
}

/** Hours by weekday, Monday first: what the editor shows. */
export type Week = readonly (readonly Hours[])[]

export const weekdays = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const

/** Monday to Friday, nine to five: the proposal of the first run. */
export const officeHours: readonly WeeklyPeriod[] = [1, 2, 3, 4, 5].map(day => ({
  day,
  startMinute: 540,
  endMinute: 1020,
}))

export function weekOf(periods: readonly WeeklyPeriod[]): Week {
  return weekdays.map((_, index) =>
    periods
      .filter(p => p.day === index + 1)
      .map(({ startMinute, endMinute }) => ({ startMinute, endMinute }))
      .sort((a, b) => a.startMinute - b.startMinute),
  )
}

export function periodsOf(week: Week): WeeklyPeriod[] {
  return week.flatMap((hours, index) => hours.map(h => ({ day: index + 1, ...h })))
}

/** Hours for one more period of a day: an hour after the last ends, and as long as the day allows. */
export function nextHours(day: readonly Hours[]): Hours | null {
  const last = day.at(-1)
  if (!last) return { startMinute: 540, endMinute: 1020 }
  const startMinute = Math.min(last.endMinute + 60, 1410)
  return startMinute < last.endMinute ? null : { startMinute, endMinute: Math.min(startMinute + 180, 1440) }
}

/** `Mon–Fri 09:00–17:00, Sat 10:00–12:00`; days of the same hours in a row are said once. */
export function hoursText(periods: readonly WeeklyPeriod[]): string {
  const days = weekOf(periods).map(hours =>
    hours.map(h => `${minuteText(h.startMinute)}–${minuteText(h.endMinute)}`),
  )
  const runs: { from: number; to: number; text: string }[] = []
  days.forEach((hours, index) => {
    const text = hours.join(' and ')
    const last = runs.at(-1)
    if (last && last.to === index - 1 && last.text === text) last.to = index
    else runs.push({ from: index, to: index, text })
  })
  const told = runs.filter(r => r.text !== '').map(r => `${runName(r.from, r.to)} ${r.text}`)
  return told.join(', ') || 'No hours at all'
}

function runName(from: number, to: number): string {
  const short = (index: number) => weekdays[index]!.slice(0, 3)
  return from === to ? short(from) : `${short(from)}–${short(to)}`
}

/** The parts of a day outside the hours, to shade. */
export function closedHours(open: readonly Hours[]): Hours[] {
  const sorted = [...open].sort((a, b) => a.startMinute - b.startMinute)
  const closed: Hours[] = []
  let at = 0
  for (const { startMinute, endMinute } of sorted) {
    if (startMinute > at) closed.push({ startMinute: at, endMinute: startMinute })
    at = Math.max(at, endMinute)
  }
  if (at < 1440) closed.push({ startMinute: at, endMinute: 1440 })
  return closed
}
