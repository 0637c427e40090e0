import { describe, expect, it } from 'vitest'
import type { CalendarEvent } from '../../preload/contract/calendars.ts'
import { draftOf, emptyEvent, eventOf, startingAt } from '../../renderer/screens/calendars/event-draft.ts'

const tzid = 'Europe/Berlin'
const ms = (text: string) => Date.parse(text)

describe('an event in its form', () => {
  const drawn = emptyEvent('cal_1', ms('2026-11-24T09:00:00Z'), ms('2026-11-24T10:30:00Z'), tzid)

  it('holds wall clock, and comes back as the instants that were drawn', () => {
    expect(drawn).toMatchObject({ from: '2026-11-24', fromMinute: 600, to: '2026-11-24', toMinute: 690 })
    expect(eventOf(drawn, tzid)).toMatchObject({
      startMs: ms('2026-11-24T09:00:00Z'),
      endMs: ms('2026-11-24T10:30:00Z'),
    })
  })

  it('keeps its length when its beginning moves, over midnight too', () => {
    expect(startingAt(drawn, '2026-11-25', 1410, tzid)).toMatchObject({ to: '2026-11-26', toMinute: 60 })
  })

  it('lasts whole days of the organizer’s zone when it is all day, 23 hours on the day of the change', () => {
    const event = eventOf({ ...drawn, allDay: true, from: '2026-03-29', to: '2026-03-29' }, tzid)
    expect(event.endMs - event.startMs).toBe(23 * 3_600_000)
  })

  it('shows the last day of an all-day event, not the day after', () => {
    const event: CalendarEvent = {
      ...eventOf({ ...drawn, allDay: true, to: '2026-11-25' }, tzid),
      sub: 'acc_1',
      eventUid: 'u',
      editable: true,
      bookingId: null,
    }
    expect(draftOf(event, tzid)).toMatchObject({ from: '2026-11-24', to: '2026-11-25', allDay: true })
  })

  it('that ends before it begins stays wrong, so that the program can say so', () => {
    const event = eventOf({ ...drawn, toMinute: 500 }, tzid)
    expect(event.endMs).toBeLessThan(event.startMs)
  })
})
