import { z } from 'zod'
import { putAvailablePeriod, removeAvailablePeriods } from '../../scheduling/managed-availability.ts'
import { accepted, faulty, invalidFault, ok } from '../answers.ts'
import { type Call, defineOperation, type Operation } from '../operation.ts'
import { eventTime } from '../wire/event-time.ts'
import {
  instantOf,
  pageOf,
  pages,
  searchOf,
  shownTime,
  showTimes,
  windowFields,
  windowOf,
} from '../wire/reading.ts'
import { ownId, zone } from '../wire/values.ts'

const availablePeriodId = ownId.meta({
  description: 'The program’s own id for it. The same id again changes the period.',
  examples: ['qTtZdczOccgaPncGJaCiLg'],
})

const group = 'Managed availability'

const tzidOf = ({ ground, sub }: Call): string => ground.world.store.people.get(sub)?.tzid ?? 'UTC'

export const availablePeriods: readonly Operation[] = [
  defineOperation({
    method: 'POST',
    path: '/available_periods',
    group,
    title: 'Store a single period',
    description:
      'A stretch of time in which the account can take part, beside its weekly hours: `managed_availability` joins the two.',
    auth: 'account',
    body: z.object({
      available_period_id: availablePeriodId,
      start: eventTime.meta({ description: 'When it begins.', examples: ['2027-07-19T17:00:00Z'] }),
      end: eventTime.meta({ description: 'When it ends.', examples: ['2027-07-19T20:00:00Z'] }),
      tzid: zone.nullish().meta({
        description: 'The zone of dates. Default: the account’s.',
        examples: ['Europe/London'],
      }),
    }),
    success: { status: 202, description: 'Stored; the answer is empty.' },
    examples: [
      {
        title: 'An evening',
        body: {
          available_period_id: 'qTtZdczOccgaPncGJaCiLg',
          start: '2027-07-19T17:00:00Z',
          end: '2027-07-19T20:00:00Z',
          tzid: 'Europe/London',
        },
        answer: null,
      },
    ],
    run(call) {
      const { ground, sub, body: wire } = call
      const tzid = wire.start.tzid ?? wire.tzid ?? tzidOf(call)
      const [startMs, endMs] = [instantOf(wire.start, tzid), instantOf(wire.end, tzid)]
      if (endMs <= startMs) return faulty([invalidFault('end', 'must come after the start')])
      const row = { availablePeriodId: wire.available_period_id, startMs, endMs, tzid }
      putAvailablePeriod(ground.world, sub, row)
      return accepted
    },
  }),
  defineOperation({
    method: 'GET',
    path: '/available_periods',
    group,
    title: 'List single periods',
    description: 'Those that reach into the window, in order, in pages.',
    auth: 'account',
    query: z.object(windowFields),
    success: {
      status: 200,
      description: 'One page of them.',
      schema: z.object({
        pages,
        available_periods: z.array(
          z.object({ available_period_id: z.string(), start: shownTime, end: shownTime }),
        ),
      }),
    },
    examples: [
      {
        title: 'A week',
        query: { tzid: 'Etc/UTC', from: '2027-07-19', to: '2027-07-26' },
        answer: {
          pages: { current: 1, total: 1 },
          available_periods: [
            {
              available_period_id: 'qTtZdczOccgaPncGJaCiLg',
              start: '2027-07-19T17:00:00Z',
              end: '2027-07-19T20:00:00Z',
            },
          ],
        },
      },
    ],
    run(call) {
      const { ground, sub, query, address } = call
      const tzid = query.tzid ?? tzidOf(call)
      const { fromMs, toMs } = windowOf(query, tzid, ground.world.clock.now())
      const found = ground.world.store.availablePeriods.within(sub, fromMs, toMs).map(p => ({
        available_period_id: p.availablePeriodId,
        ...showTimes({ ...p, allDay: false }, query.localized_times === true ? tzid : null, tzid),
      }))
      const shown = pageOf(found, query.page ?? 1, address, searchOf(call.sent))
      return ok({ pages: shown.pages, available_periods: shown.items })
    },
  }),
  defineOperation({
    method: 'DELETE',
    path: '/available_periods',
    group,
    title: 'Remove single periods',
    description: 'One by its id, or all. Removing what is not there is no fault.',
    auth: 'account',
    body: z
      .object({
        available_period_id: availablePeriodId.nullish(),
        delete_all: z
          .boolean()
          .nullish()
          .meta({ description: 'All of the account’s.', default: false, examples: [true] }),
      })
      .refine(b => b.available_period_id != null || b.delete_all === true, {
        error: 'required',
        path: ['available_period_id'],
      }),
    success: { status: 202, description: 'Removed; the answer is empty.' },
    examples: [
      { title: 'One', body: { available_period_id: 'qTtZdczOccgaPncGJaCiLg' }, answer: null },
      { title: 'All', body: { delete_all: true }, answer: null },
    ],
    run({ ground, sub, body: wire }) {
      const id = wire.available_period_id
      removeAvailablePeriods(ground.world, sub, wire.delete_all === true || id == null ? 'all' : { id })
      return accepted
    },
  }),
]
