import { readCalendar } from '../../main/icalendar/read-calendar.ts'
import type { Occurrence, Reading, ReadingRequest } from '../../main/icalendar/reading.ts'

/** Lines of a calendar around events that are given by their own lines. */
export function calendarText(...components: string[]): string {
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', ...components, 'END:VCALENDAR', ''].join(
    '\r\n',
  )
}

/** `event('DTSTART:… | DURATION:…')`: a VEVENT of UID `e`, unless the lines name another. */
export function event(lines: string): string {
  return component('VEVENT', lines.includes('UID:') ? lines : `UID:e | ${lines}`)
}

export function component(name: string, lines: string): string {
  return [`BEGIN:${name}`, ...lines.split(' | '), `END:${name}`].join('\r\n')
}

/** March 2026, where Europe changes its clocks on the 29th, unless said otherwise. */
export function read(text: string, request: Partial<ReadingRequest> = {}): Reading {
  const fromMs = Date.parse('2026-03-01T00:00:00Z')
  const toMs = Date.parse('2026-04-01T00:00:00Z')
  return readCalendar({ text, zone: 'Europe/Berlin', fromMs, toMs, ...request })
}

export function instant(text: string): number {
  return Date.parse(text)
}

/** `2026-03-02T09:00/10:00`, with the date of the end where it is another; `?` tentative, `-` free. UTC. */
export function shown({ startMs, endMs, status }: Pick<Occurrence, 'startMs' | 'endMs' | 'status'>): string {
  const [start, end] = [startMs, endMs].map(ms => new Date(ms).toISOString().slice(0, 16))
  const mark = { busy: '', tentative: '?', free: '-' }[status]
  return `${start}/${end!.slice(0, 10) === start!.slice(0, 10) ? end!.slice(11) : end}${mark}`
}

export function shownAll(reading: Reading): string[] {
  return reading.occurrences.map(shown)
}
