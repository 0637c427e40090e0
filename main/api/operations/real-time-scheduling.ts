import { z } from 'zod'
import { addLink, disableLink, findLinkByToken } from '../../scheduling/links.ts'
import { readOrganizer } from '../../scheduling/organizer.ts'
import { addSequenceLink } from '../../scheduling/sequence-links.ts'
import { showLinkOnWire } from '../../scheduling/wire-link.ts'
import { faulty, notFound, ok } from '../answers.ts'
import { findLinkFaults, linkFromWire } from '../link-from-wire.ts'
import { defineOperation, type Operation } from '../operation.ts'
import { findSequenceFaults, sequenceFromWire } from '../sequence-from-wire.ts'
import { shownTime } from '../wire/reading.ts'
import { disabling, realTimeScheduling, realTimeSequencing } from '../wire/real-time-scheduling.ts'

const group = 'Real-time scheduling'

const link = z.object({
  url: z
    .string()
    .meta({ description: 'The page to send. It stands at the root too: several SDKs read it there.' }),
  real_time_scheduling: z.object({
    real_time_scheduling_id: z.string(),
    url: z.string(),
    status: z.enum(['open', 'completed', 'disabled']),
    event: z.looseObject({
      event_id: z.string().optional(),
      summary: z.string(),
      event_private: z.boolean(),
      start: shownTime.optional().meta({ description: 'Once a time is booked.' }),
      end: shownTime.optional(),
    }),
    sequence: z
      .array(z.object({ sequence_id: z.string(), event: z.looseObject({ summary: z.string() }) }))
      .optional()
      .meta({
        description: 'Of a link for several meetings: each of them, with times once they are booked.',
      }),
  }),
})

const exampleLink = {
  url: 'https://openslot.example.org/book/LOiwlKXQ',
  real_time_scheduling: {
    real_time_scheduling_id: 'sch_4353945880944395',
    url: 'https://openslot.example.org/book/LOiwlKXQ',
    status: 'open',
    event: {
      event_id: 'qTtZdczOccgaPncGJaCiLg',
      summary: 'Product Manager Interview at Globex',
      event_private: false,
    },
  },
}

const idParam = { id: 'The `real_time_scheduling_id` of the link.' }
const exampleParams = { id: 'sch_4353945880944395' }

/** Cronofy's Real-Time Scheduling: make a link, ask what became of it, disable it. */
export const realTimeSchedulingOperations: readonly Operation[] = [
  defineOperation({
    method: 'POST',
    path: '/real_time_scheduling',
    group,
    title: 'Make a link',
    description:
      'A page on which a recipient picks a time that is really free. Choosing one claims it, writes the event and posts the ' +
      'callback; the link is then completed. One link books one time.',
    auth: 'client',
    body: realTimeScheduling,
    success: { status: 200, description: 'The link.', schema: link },
    examples: [
      {
        title: 'An hour on one day',
        body: {
          oauth: { redirect_uri: 'https://example.org/done' },
          event: {
            event_id: 'qTtZdczOccgaPncGJaCiLg',
            summary: 'Product Manager Interview at Globex',
            tzid: 'Europe/London',
          },
          availability: {
            participants: [
              {
                members: [
                  {
                    sub: 'acc_5ba21743f408617d1269ea1e',
                    calendar_ids: ['cal_n23kjnwrw2_sakdnawerd3'],
                  },
                ],
                required: 'all',
              },
            ],
            required_duration: { minutes: 60 },
            query_periods: [{ start: '2027-07-19T09:00:00Z', end: '2027-07-19T18:00:00Z' }],
            start_interval: { minutes: 30 },
            buffer: { before: { minutes: 15 }, after: { minutes: 15 } },
          },
          target_calendars: [
            { sub: 'acc_5ba21743f408617d1269ea1e', calendar_id: 'cal_n23kjnwrw2_sakdnawerd3' },
          ],
          callback_urls: { completed_url: 'https://example.org/callback' },
          minimum_notice: { hours: 4 },
        },
        answer: exampleLink,
      },
    ],
    findMore: findLinkFaults,
    run({ ground: { world }, body: wire }) {
      const { template, faults } = linkFromWire(world, wire, readOrganizer(world).tzid)
      return faults.length > 0 ? faulty(faults) : ok(showLinkOnWire(world, addLink(world, template, 'api')))
    },
  }),
  defineOperation({
    method: 'POST',
    path: '/real_time_sequencing',
    group,
    title: 'Make a link for several meetings',
    description:
      'One page and one choice for several meetings in a row, such as an interview panel: people and events of their own, in ' +
      'any order that their ordinals allow, the gaps within their buffers. The recipient picks when the whole begins. All ' +
      'meetings are booked or none. The callback holds a `sequence` with the event and the people of each. Reading and ' +
      'disabling are those of `real_time_scheduling`.',
    auth: 'client',
    body: realTimeSequencing,
    success: { status: 200, description: 'The link.', schema: link },
    examples: [
      {
        title: 'Two interviews with at most half an hour between them',
        body: {
          oauth: { redirect_uri: 'https://example.org/done' },
          event: { summary: 'Interviews at Globex', tzid: 'Europe/London' },
          availability: {
            query_periods: [{ start: '2027-07-19T09:00:00Z', end: '2027-07-19T18:00:00Z' }],
            sequence: [
              {
                sequence_id: 'technical',
                ordinal: 1,
                participants: [{ members: [{ sub: 'acc_5ba21743f408617d1269ea1e' }], required: 'all' }],
                required_duration: { minutes: 60 },
                start_interval: { minutes: 30 },
                buffer: { after: { minimum: { minutes: 0 }, maximum: { minutes: 30 } } },
                event: { event_id: 'technical-1', summary: 'Technical interview' },
              },
              {
                sequence_id: 'team',
                ordinal: 2,
                participants: [{ members: [{ sub: 'acc_64b17d868090ea21640c914c' }], required: 'all' }],
                required_duration: { minutes: 30 },
                start_interval: { minutes: 30 },
                event: { event_id: 'team-1', summary: 'Meet the team' },
              },
            ],
          },
          callback_urls: { completed_url: 'https://example.org/callback' },
        },
        answer: {
          url: exampleLink.url,
          real_time_scheduling: {
            ...exampleLink.real_time_scheduling,
            event: { summary: 'Interviews at Globex', event_private: false },
            sequence: [
              {
                sequence_id: 'technical',
                event: { event_id: 'technical-1', summary: 'Technical interview' },
              },
              { sequence_id: 'team', event: { event_id: 'team-1', summary: 'Meet the team' } },
            ],
          },
        },
      },
    ],
    findMore: findSequenceFaults,
    run({ ground: { world }, body: wire }) {
      const { template, meetings, faults } = sequenceFromWire(world, wire, readOrganizer(world).tzid)
      if (faults.length > 0) return faulty(faults)
      return ok(showLinkOnWire(world, addSequenceLink(world, template, meetings)))
    },
  }),
  defineOperation({
    method: 'GET',
    path: '/real_time_scheduling',
    group,
    title: 'Find a link by its token',
    description: 'The token is the last part of the page’s address, and what `redirect_urls` are given.',
    auth: 'client',
    query: z.object({
      token: z
        .string()
        .min(1)
        .max(200)
        .meta({ description: 'The token of the link.', examples: ['LOiwlKXQ'] }),
    }),
    success: { status: 200, description: 'The link; with times once one is booked.', schema: link },
    examples: [{ title: 'By its token', query: { token: 'LOiwlKXQ' }, answer: exampleLink }],
    run({ ground: { world }, query }) {
      const found = findLinkByToken(world, query.token)
      return found === null ? notFound : ok(showLinkOnWire(world, found))
    },
  }),
  defineOperation({
    method: 'GET',
    path: '/real_time_scheduling/{id}',
    group,
    title: 'Read a link',
    description: 'Whether it is open, completed or disabled, and the time that was booked.',
    auth: 'client',
    params: idParam,
    success: { status: 200, description: 'The link; with times once one is booked.', schema: link },
    examples: [{ title: 'By its id', params: exampleParams, answer: exampleLink }],
    run({ ground: { world }, params }) {
      const found = world.store.links.get(params['id'] ?? '')
      return found === null ? notFound : ok(showLinkOnWire(world, found))
    },
  }),
  defineOperation({
    method: 'POST',
    path: '/real_time_scheduling/{id}/disable',
    group,
    title: 'Disable a link',
    description:
      'From then on the page says the message instead of times. A link through which a time was booked stays completed.',
    auth: 'client',
    params: idParam,
    body: disabling,
    success: { status: 200, description: 'The link.', schema: link },
    examples: [
      {
        title: 'With a message',
        params: exampleParams,
        body: { display_message: 'The role is filled.' },
        answer: {
          ...exampleLink,
          real_time_scheduling: { ...exampleLink.real_time_scheduling, status: 'disabled' },
        },
      },
    ],
    run({ ground: { world }, params, body: wire }) {
      const found = world.store.links.get(params['id'] ?? '')
      if (found === null) return notFound
      // A link through which a time was chosen stays completed: disabling it changes nothing.
      if (found.status === 'completed') return ok(showLinkOnWire(world, found))
      return ok(showLinkOnWire(world, disableLink(world, found.linkId, wire?.display_message ?? '')))
    },
  }),
]
