import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Gain, Reason } from '../../preload/contract/explanation.ts'
import { failed, type Outcome } from '../../renderer/client/client.ts'
import { changeDraft, loosen, useComposing } from '../../renderer/state/composing.ts'
import { type Draft, newDraft, queryOf, withMember, withNewGroup } from '../../renderer/state/draft.ts'
import { moreTimesOf } from '../../renderer/state/giving-way.ts'
import { looseningFor, looseningOf, looseningsToTry } from '../../renderer/state/loosening.ts'
import { connectCalls } from '../../renderer/state/program-calls.ts'
import { reasonText, type Telling, toldReasons } from '../../renderer/state/reason-words.ts'
import { toasts } from '../../renderer/state/toasts.ts'
import { builtIn } from './in-memory-program.ts'

vi.mock('../../renderer/time/locale.ts', () => ({ locale: 'en-GB', weekStartsOn: 1 }))

const tzid = 'Europe/London'
const nowMs = Date.parse('2026-11-23T09:00:00Z')
const at = (time: string) => Date.parse(`2026-11-${time}:00Z`)
const hours = [1, 2, 3, 4, 5].map(day => ({ day, startMinute: 540, endMinute: 1020 }))
const ada = { sub: 'acc_ada', name: 'Ada Books', email: '', tzid, isOrganizer: true, hours, overrides: [] }
const ben = {
  ...ada,
  sub: 'acc_ben',
  name: 'Ben',
  tzid: 'Europe/Paris',
  isOrganizer: false,
  hours: null,
}
const cleo = { ...ben, sub: 'acc_cleo', name: 'Cleo', hours }
const people = [ada, ben, cleo]
const alone = newDraft(ada)
const both = withMember(alone, 'g1', ben)
const three = withMember(both, 'g1', cleo)
const twoOfThree: Draft = { ...three, groups: three.groups.map(g => ({ ...g, required: 2 })) }
const calendars = [builtIn('cal_1', 'acc_ada', 'Work')]
const telling: Telling = { draft: both, people, calendars, tzid, startMs: at('24T10:00'), nowMs }
const dentist = {
  kind: 'busy' as const,
  sub: 'acc_ada',
  calendarId: 'cal_1',
  summary: 'Dentist',
  startMs: at('24T10:00'),
  endMs: at('24T11:00'),
}
const surgery = { ...dentist, kind: 'buffer' as const, sub: 'acc_ben', summary: 'Surgery' }
const buffered = { ...both, bufferBeforeMinutes: 15, bufferAfterMinutes: 30 }

describe('a reason, said as a sentence', () => {
  it.each<[Reason, string, Partial<Telling>?]>([
    [dentist, 'Ada Books is at “Dentist”, 10:00–11:00 (calendar Work).'],
    [{ ...dentist, summary: '' }, 'Ada Books is busy, 10:00–11:00 (calendar Work).'],
    [{ ...dentist, calendarId: null }, 'Ada Books is at “Dentist”, 10:00–11:00 (a booking).'],
    [
      { ...dentist, startMs: at('24T00:00'), endMs: at('25T00:00') },
      'Ada Books is at “Dentist”, all day (calendar Work).',
    ],
    [
      { ...dentist, startMs: at('23T00:00'), endMs: at('26T00:00') },
      'Ada Books is at “Dentist”, all day Mon 23 Nov–Wed 25 Nov (calendar Work).',
    ],
    [
      { ...dentist, startMs: at('23T22:00') },
      'Ada Books is at “Dentist”, Mon 23 Nov, 22:00–Tue 24 Nov, 11:00 (calendar Work).',
    ],
    [
      { ...dentist, sub: 'acc_ben', calendarId: null, summary: null },
      'Ben is busy at a time that has not been read yet, which counts as busy.',
    ],
    [
      { ...surgery, side: 'before', startMs: at('24T11:00') },
      'Ben needs 15 min free before “Surgery”, which begins at 11:00.',
      { draft: buffered },
    ],
    [
      { ...surgery, side: 'after', endMs: at('24T10:00') },
      'Ben needs 30 min free after “Surgery”, which ends at 10:00.',
      { draft: buffered },
    ],
    [
      { ...surgery, summary: null, side: 'after', endMs: at('23T23:50') },
      'Ben needs 30 min free after a busy time, which ends at Mon 23 Nov, 23:50.',
      { draft: buffered },
    ],
    [
      { kind: 'too_soon', earliestMs: at('24T11:10') },
      'Sooner than the notice of 2 h: the first possible start is Tue 24 Nov, 11:30.',
    ],
    [{ kind: 'too_soon', earliestMs: at('24T11:10') }, 'This time has passed.', { startMs: at('22T10:00') }],
    [{ kind: 'outside_periods' }, 'This time has passed.', { startMs: at('22T10:00') }],
    [{ kind: 'outside_periods' }, 'Outside the dates of this link.'],
    [{ kind: 'off_grid', startIntervalMinutes: 30 }, 'Starts fall on every 30 min.'],
    [
      { kind: 'outside_hours', sub: 'acc_ada' },
      'Outside the weekly hours of Ada Books: Mon–Fri 09:00–17:00.',
    ],
    [
      { kind: 'outside_hours', sub: 'acc_cleo' },
      'Outside the weekly hours of Cleo: Mon–Fri 09:00–17:00 in Paris.',
    ],
    [{ kind: 'outside_hours', sub: 'acc_ben' }, 'Outside the weekly hours of Ben.'],
    [
      { kind: 'too_few', group: 0, available: 1, required: 2 },
      'At least 2 of 3 are needed; 1 is free.',
      { draft: twoOfThree },
    ],
    [
      { kind: 'too_few', group: 0, available: 0, required: 2 },
      'Group 1: at least 2 of 3 are needed; 0 are free.',
      { draft: withNewGroup(twoOfThree) },
    ],
    [{ kind: 'cap', sub: 'acc_ben', period: 'day', limit: 3 }, 'Ben takes at most 3 a day.'],
  ])('%j', (reason, sentence, change = {}) => {
    expect(reasonText(reason, { ...telling, ...change })).toBe(sentence)
  })

  it('names a narrowing by hours where the dates have one', () => {
    const range = { from: '2026-11-24', to: '2026-11-26', hours: { startMinute: 600, endMinute: 720 } }
    const draft: Draft = { ...both, periods: { kind: 'ranges', ranges: [range] } }
    expect(reasonText({ kind: 'outside_periods' }, { ...telling, draft })).toBe(
      'Outside the dates and hours of this link.',
    )
  })

  it('stands once, however often it was given, and so does what would loosen it', () => {
    const reasons: Reason[] = [dentist, dentist, { ...dentist, summary: 'Lunch' }]
    const told = toldReasons(reasons, telling)
    expect(told.map(t => [t.text.includes('Dentist'), t.loosening?.label ?? null])).toEqual([
      [true, 'Do without Ada Books'],
      [false, null],
    ])
  })
})

describe('what loosens a reason', () => {
  const start = { startMs: at('24T10:00'), nowMs }
  const loosened = (reason: Reason, draft: Draft, startAt = start) => {
    const loosening = looseningFor(reason, draft, people, startAt)
    return loosening && { label: loosening.label, query: queryOf(loosening.apply(draft), nowMs) }
  }

  it('is to leave out whoever is busy where all are needed, and never the last of a group', () => {
    expect(loosened(dentist, both)?.query.participants[0]?.members.map(m => m.sub)).toEqual(['acc_ben'])
    expect(loosened(dentist, alone)).toBeNull()
  })

  it('is to be content with those who are free where so many of several are needed', () => {
    expect(loosened(dentist, twoOfThree)).toBeNull()
    const few = { kind: 'too_few' as const, group: 0, available: 1, required: 2 }
    expect(loosened(few, twoOfThree)).toMatchObject({
      label: 'Let at least 1 of 3 be enough',
      query: { participants: [{ required: 1 }] },
    })
    expect(loosened({ ...few, available: 0 }, twoOfThree)).toBeNull()
  })

  it('is to drop buffers, notice, or the hours of that one person', () => {
    expect(loosened({ ...surgery, side: 'before' }, buffered)?.query).toMatchObject({
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
    })
    const soon = { kind: 'too_soon' as const, earliestMs: at('24T12:00') }
    expect(loosened(soon, both)?.query.minimumNoticeMinutes).toBe(0)
    expect(
      loosened({ kind: 'outside_hours', sub: 'acc_cleo' }, three)?.query.participants[0]?.members,
    ).toEqual([
      { sub: 'acc_ada', managedAvailability: true },
      { sub: 'acc_ben', managedAvailability: false },
      { sub: 'acc_cleo', managedAvailability: false },
    ])
  })

  it('is nothing for what has passed', () => {
    const past = { startMs: at('23T08:00'), nowMs }
    expect(loosened({ kind: 'too_soon', earliestMs: at('24T12:00') }, both, past)).toBeNull()
    expect(loosened({ kind: 'outside_periods' }, both, past)).toBeNull()
  })

  it('is four weeks where the start lies in them, and the widest interval that falls on it', () => {
    const late = { startMs: nowMs + 20 * 86_400_000, nowMs }
    expect(loosened({ kind: 'outside_periods' }, both, late)?.label).toBe('Look at the next 4 weeks')
    expect(
      loosened({ kind: 'outside_periods' }, both, { startMs: nowMs + 40 * 86_400_000, nowMs }),
    ).toBeNull()
    const offGrid = { kind: 'off_grid' as const, startIntervalMinutes: 30 }
    expect(loosened(offGrid, both, { startMs: at('24T10:15'), nowMs })?.query.startIntervalMinutes).toBe(15)
    expect(loosened(offGrid, both, { startMs: at('24T10:07'), nowMs })).toBeNull()
  })
})

describe('giving way', () => {
  beforeEach(() => useComposing.setState({ draft: buffered }))

  it('can be taken back without what was typed since', () => {
    const loosening = looseningFor({ ...surgery, side: 'before' }, buffered, people, {
      startMs: at('24T10:00'),
      nowMs,
    })
    loosen(loosening!)
    expect(useComposing.getState().draft?.bufferAfterMinutes).toBe(0)
    changeDraft(d => ({ ...d, summary: 'Tea' }))
    const { content } = toasts.visibleToasts[0]!
    expect(content.title).toBe('Buffers left out')
    content.action?.run()
    expect(useComposing.getState().draft).toEqual({ ...buffered, summary: 'Tea' })
  })

  it('knows each gain of the program that the form can express, and no other', () => {
    const gain = (kind: Gain['kind'], change: Partial<Gain> = {}) =>
      looseningOf({ kind, group: null, sub: null, to: null, more: 1, ...change }, three, people)?.under
    expect(gain('member_optional', { group: 0, sub: 'acc_ben' })).toBe('without Ben')
    expect(gain('fewer_required', { group: 0, to: 1 })).toBe('with at least 1 of 3')
    expect(gain('shorter', { to: 45 })).toBe('with 45 min')
    expect([gain('no_buffer'), gain('no_notice')]).toEqual(['without buffers', 'without notice'])
    expect([gain('longer_hours', { to: 60 }), gain('no_caps')]).toEqual([undefined, undefined])
  })

  it('tries out what the program does not weigh, where it is strict', () => {
    const ids = (draft: Draft) => looseningsToTry(draft, people).map(l => l.id)
    expect(ids(three)).toEqual(['periods', 'interval', 'hours-acc_ada', 'hours-acc_cleo'])
    const loose: Draft = {
      ...three,
      startIntervalMinutes: 15,
      periods: { kind: 'preset', preset: 'four_weeks' },
    }
    expect(ids(loose)).toEqual(['hours-acc_ada', 'hours-acc_cleo'])
  })

  it('is listed by what it brings, from one call and the few that only the form knows of', async () => {
    const asked: string[] = []
    const gains: Gain[] = [
      { kind: 'no_buffer', group: null, sub: null, to: null, more: 12 },
      { kind: 'longer_hours', group: null, sub: null, to: 60, more: 99 },
    ]
    answerWith(name => {
      asked.push(name)
      if (name === 'availability.relax') return { ok: true, value: { starts: 50, gains } }
      return asked.length === 2
        ? { ok: true, value: { totalSlots: 2000 } }
        : { ok: true, value: { totalSlots: 50 } }
    })
    const found = await moreTimesOf(buffered, people)
    expect(found.map(m => [m.loosening.id, m.more, m.atLeast])).toEqual([
      ['periods', 1950, true],
      ['buffer', 12, false],
    ])
    expect(asked.filter(name => name === 'availability.relax')).toHaveLength(1)
  })

  it('is listed as nothing where the program cannot say', async () => {
    answerWith(() => failed('invalid_input', 'Some of this is not right yet.'))
    expect(await moreTimesOf(buffered, people)).toEqual([])
  })
})

function answerWith(answer: (name: string) => Outcome<unknown>): void {
  connectCalls(
    {
      call: ((name: string) => Promise.resolve(answer(name))) as never,
      subscribe: () => () => {},
      capabilities: () => Promise.reject(new Error('not asked here')),
      watchConnection: () => () => {},
    },
    () => {},
  )
}

describe('a date with hours of its own', () => {
  const reason: Reason = { kind: 'outside_hours', sub: 'acc_ada' }
  const on = (periods: { startMinute: number; endMinute: number }[]) => ({
    ...telling,
    people: [{ ...ada, overrides: [{ date: '2026-11-24', periods }] }],
  })

  it('is told as the day off that it is', () => {
    expect(reasonText(reason, on([]))).toBe('Ada Books has a day off on Tue 24 Nov.')
  })

  it('is told with the hours that hold on it', () => {
    expect(reasonText(reason, on([{ startMinute: 780, endMinute: 900 }]))).toBe(
      'Outside the hours of Ada Books on Tue 24 Nov: 13:00–15:00.',
    )
  })

  it('says nothing of other dates', () => {
    const other = { ...telling, people: [{ ...ada, overrides: [{ date: '2026-11-25', periods: [] }] }] }
    expect(reasonText(reason, other)).toContain('Outside the weekly hours of Ada Books')
  })
})

describe('the limits of a link', () => {
  const limited = { ...both, perDay: 2, perWeek: 5, horizonDays: 7 }

  it.each<[Reason, Partial<Draft>]>([
    [
      { kind: 'cap', sub: 'acc_ada', period: 'day', limit: 2 },
      { perDay: null, perWeek: null },
    ],
    [{ kind: 'too_late', latestMs: at('30T10:00') }, { horizonDays: null }],
  ])('that stand against a start can be given up from there: %j', (reason, change) => {
    const loosening = looseningFor(reason, limited, people, { startMs: at('24T10:00'), nowMs })
    expect(loosening?.apply(limited)).toEqual({ ...limited, ...change })
  })

  it('are weighed where they are set, and only there', () => {
    const gain: Gain = { kind: 'no_caps', group: null, sub: null, to: null, more: 3 }
    expect(looseningOf(gain, limited, people)?.under).toBe('with any number a day and week')
    expect(looseningOf(gain, both, people)).toBeNull()
    expect(looseningsToTry(limited, people).map(l => l.id)).toContain('horizon')
    expect(looseningsToTry(both, people).map(l => l.id)).not.toContain('horizon')
  })
})
