import { z } from 'zod'
import { putAvailabilityRule, removeAvailabilityRule } from '../../scheduling/managed-availability.ts'
import type { AvailabilityRuleRow, DateOverrideRow } from '../../store/people.ts'
import { accepted, faulty, invalidFault, notFound, ok } from '../answers.ts'
import { defineOperation, type Operation } from '../operation.ts'
import { always, date, fieldsOf, ownId, zone } from '../wire/values.ts'

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

const clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d(:00)?$|^24:00(:00)?$/, 'must be a time of day such as 09:00')

const toMinutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))
/** Midnight as an end is the one that ends the day. */
const toEndMinute = (text: string) => toMinutes(text) || 1440

const hours = {
  start_time: clock.meta({
    description: 'On the wall clock of the zone, to the minute.',
    examples: ['09:30'],
  }),
  end_time: clock.meta({
    description: 'After the start; `24:00` or `00:00` is the midnight that ends the day.',
    examples: ['12:30'],
  }),
}

function endsLater(wire: unknown): boolean {
  const { start_time: start, end_time: end } = fieldsOf(wire)
  const both = [start, end].every(t => clock.safeParse(t).success)
  return !both || toEndMinute(String(end)) > toMinutes(String(start))
}

const mustEndLater = { error: 'must come after the start', path: ['end_time'], ...always }

const weeklyPeriod = z
  .object({
    day: z.enum(days).meta({ description: 'The day of the week.', examples: ['monday'] }),
    ...hours,
  })
  .refine(endsLater, mustEndLater)

const dateOverride = z.object({
  date: date.meta({ description: 'The date, in the zone of the rule.', examples: ['2027-12-24'] }),
  periods: z
    .array(z.object(hours).refine(endsLater, mustEndLater))
    .max(20)
    .meta({
      description: 'The hours of that date; `[]`: a day off.',
      examples: [[{ start_time: '09:30', end_time: '12:30' }]],
    }),
})

const body = z.object({
  availability_rule_id: ownId.meta({
    description: 'The program’s own id for it. The same id again changes the rule.',
    examples: ['work_hours'],
  }),
  tzid: zone.meta({ description: 'On whose wall clock the hours are told.', examples: ['Europe/London'] }),
  calendar_ids: z
    .array(z.string().min(1).max(128))
    .max(100)
    .nullish()
    .meta({
      description:
        'Only these calendars count as busy while every rule that applies names some. Default: all that count.',
      examples: [['cal_n23kjnwrw2_sakdnawerd3']],
    }),
  weekly_periods: z
    .array(weeklyPeriod)
    .max(100)
    .meta({
      description: 'The hours of a week. A day may come more than once; a day left out has none.',
      examples: [[{ day: 'monday', start_time: '09:30', end_time: '12:30' }]],
    }),
  date_overrides: z
    .array(dateOverride)
    .max(1000)
    .refine(list => new Set(list.map(o => o.date)).size === list.length, 'must not name a date twice')
    .nullish()
    .meta({
      description:
        'Openslot’s own: dates on which these hours hold instead of those of the weekday. No hours at all is a day off. ' +
        'Stored periods and other rules stay as they are.',
      examples: [[{ date: '2027-12-24', periods: [] }]],
    }),
})

const shown = z.object({
  availability_rule_id: z.string(),
  tzid: z.string(),
  calendar_ids: z.array(z.string()).optional(),
  weekly_periods: z.array(z.object({ day: z.enum(days), start_time: z.string(), end_time: z.string() })),
  date_overrides: z
    .array(
      z.object({
        date: z.string(),
        periods: z.array(z.object({ start_time: z.string(), end_time: z.string() })),
      }),
    )
    .optional(),
})

const example = {
  availability_rule_id: 'interview_hours',
  tzid: 'Europe/London',
  calendar_ids: ['cal_n23kjnwrw2_sakdnawerd3'],
  weekly_periods: [
    { day: 'monday', start_time: '09:30', end_time: '12:30' },
    { day: 'monday', start_time: '14:00', end_time: '17:00' },
    { day: 'wednesday', start_time: '09:30', end_time: '12:30' },
  ],
}

const group = 'Managed availability'

export const availabilityRules: readonly Operation[] = [
  defineOperation({
    method: 'POST',
    path: '/availability_rules',
    group,
    title: 'Store weekly hours',
    description:
      'Weekly hours of the account, in wall-clock time. Queries and links with `managed_availability` keep to them from then ' +
      'on, links that were sent before included.',
    auth: 'account',
    body,
    success: {
      status: 200,
      description: 'The rule as it is kept.',
      schema: z.object({ availability_rule: shown }),
    },
    examples: [{ title: 'Two days', body: example, answer: { availability_rule: example } }],
    run({ ground: { world }, sub, body: wire }) {
      const own = new Set(world.store.calendars.of(sub).map(c => c.calendarId))
      const unknown = (wire.calendar_ids ?? []).flatMap((id, i) =>
        own.has(id) ? [] : [invalidFault(`calendar_ids.${i}`, 'is no calendar of this account')],
      )
      if (unknown.length > 0) return faulty(unknown)
      const rule: AvailabilityRuleRow = {
        availabilityRuleId: wire.availability_rule_id,
        tzid: wire.tzid,
        weeklyPeriods: wire.weekly_periods.map(p => ({
          day: days.indexOf(p.day) + 1,
          ...toHours(p),
        })),
        ...((wire.calendar_ids ?? []).length === 0 ? {} : { calendarIds: wire.calendar_ids ?? [] }),
        ...((wire.date_overrides ?? []).length === 0 ? {} : { overrides: toOverrides(wire.date_overrides) }),
      }
      putAvailabilityRule(world, sub, rule)
      return ok({ availability_rule: showRule(rule) })
    },
  }),
  defineOperation({
    method: 'GET',
    path: '/availability_rules',
    group,
    title: 'List weekly hours',
    description:
      'Every rule of the account; `work_hours` holds the working hours that the desk shows for a person.',
    auth: 'account',
    success: {
      status: 200,
      description: 'The rules, by their ids.',
      schema: z.object({ availability_rules: z.array(shown) }),
    },
    examples: [{ title: 'All of them', answer: { availability_rules: [example] } }],
    run: ({ ground: { world }, sub }) =>
      ok({ availability_rules: world.store.availabilityRules.of(sub).map(showRule) }),
  }),
  defineOperation({
    method: 'GET',
    path: '/availability_rules/{availability_rule_id}',
    group,
    title: 'Read weekly hours',
    description: 'One rule by its id; 404 when there is none.',
    auth: 'account',
    params: { availability_rule_id: 'The program’s own id for the rule.' },
    success: { status: 200, description: 'The rule.', schema: z.object({ availability_rule: shown }) },
    examples: [
      {
        title: 'One rule',
        params: { availability_rule_id: 'interview_hours' },
        answer: { availability_rule: example },
      },
    ],
    run({ ground: { world }, sub, params }) {
      const id = params['availability_rule_id']
      const rule = world.store.availabilityRules.of(sub).find(r => r.availabilityRuleId === id)
      return rule === undefined ? notFound : ok({ availability_rule: showRule(rule) })
    },
  }),
  defineOperation({
    method: 'DELETE',
    path: '/availability_rules/{availability_rule_id}',
    group,
    title: 'Remove weekly hours',
    description: 'Removing what is not there is no fault.',
    auth: 'account',
    params: { availability_rule_id: 'The program’s own id for the rule.' },
    success: { status: 202, description: 'Removed; the answer is empty.' },
    examples: [
      {
        title: 'One rule',
        params: { availability_rule_id: 'interview_hours' },
        answer: null,
      },
    ],
    run({ ground: { world }, sub, params }) {
      removeAvailabilityRule(world, sub, params['availability_rule_id'] ?? '')
      return accepted
    },
  }),
]

function showRule(rule: AvailabilityRuleRow): z.infer<typeof shown> {
  return {
    availability_rule_id: rule.availabilityRuleId,
    tzid: rule.tzid,
    ...(rule.calendarIds === undefined ? {} : { calendar_ids: [...rule.calendarIds] }),
    weekly_periods: rule.weeklyPeriods.map(p => ({
      day: days[p.day - 1] ?? 'monday',
      ...showHours(p),
    })),
    ...(rule.overrides === undefined
      ? {}
      : { date_overrides: rule.overrides.map(o => ({ date: o.date, periods: o.periods.map(showHours) })) }),
  }
}

const showHours = (p: { readonly startMinute: number; readonly endMinute: number }) => ({
  start_time: toClock(p.startMinute),
  end_time: toClock(p.endMinute),
})

const toHours = (wire: { readonly start_time: string; readonly end_time: string }) => ({
  startMinute: toMinutes(wire.start_time),
  endMinute: toEndMinute(wire.end_time),
})

const toOverrides = (wire: z.infer<typeof body>['date_overrides']): DateOverrideRow[] =>
  (wire ?? []).map(o => ({ date: o.date, periods: o.periods.map(toHours) }))

const toClock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
