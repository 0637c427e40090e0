import { z } from 'zod'
import { availability, queryPeriods } from './availability.ts'
import { attendee, conferencing, eventTemplate } from './event.ts'
import { checkSequence, sequenceItem, sequenceList } from './sequence.ts'
import { always, duration, fieldsOf, httpUrl, zone } from './values.ts'

const targetCalendar = z.object({
  sub: z
    .string()
    .min(1)
    .max(128)
    .meta({ description: 'Whose calendar it is.', examples: ['acc_5ba21743f408617d1269ea1e'] }),
  calendar_id: z
    .string()
    .min(1)
    .max(128)
    .meta({ description: 'A calendar that takes events.', examples: ['cal_n23kjnwrw2_sakdnawerd3'] }),
  event: z
    .object({
      conferencing: conferencing.nullish().meta({
        description: 'How to meet online where this person is the organizer of the single event.',
        examples: [{ profile_id: 'default' }],
      }),
    })
    .nullish()
    .meta({ description: 'Replaces the template where this person is the organizer of the single event.' }),
  attendee: attendee.nullish().meta({
    description: 'How this person is added to a single event that stands in somebody else’s calendar.',
    examples: [{ email: 'ada@example.org', display_name: 'Ada Books' }],
  }),
})

/** What a callback URL may be, by what it is told about. */
const callback = (when: string) =>
  httpUrl.nullish().meta({ description: when, examples: ['https://example.org/callback'] })

/** What links for one meeting and for several have in common. */
const linkFields = {
  oauth: z
    .object({
      redirect_uri: httpUrl.meta({
        description: 'Where the page leads on to once a time is booked.',
        examples: ['https://example.org/done'],
      }),
    })
    .meta({ description: 'Named so for Cronofy’s sake; nobody is asked to sign in.' }),
  tzid: zone.nullish().meta({
    description: 'The older place of `event.tzid`, which comes first.',
    examples: ['Europe/London'],
  }),
  target_calendars: z
    .array(targetCalendar)
    .max(50)
    .nullish()
    .meta({
      description:
        'Where the event is put. None: the first calendar of each participant who takes part. A candidate who does not ' +
        'take part gets none.',
      examples: [[{ sub: 'acc_5ba21743f408617d1269ea1e', calendar_id: 'cal_n23kjnwrw2_sakdnawerd3' }]],
    }),
  event_creation: z
    .enum(['default', 'single'])
    .nullish()
    .meta({
      description:
        '`default`: an event in each target calendar. `single`: one, in the first target calendar whose owner takes part. ' +
        'Targets with an `event` of their own mean `single`.',
      default: 'default',
      examples: ['single'],
    }),
  callback_url: callback('The older name of `callback_urls.completed_url`, which comes first.'),
  callback_urls: z
    .object({
      completed_url: callback('Told by a signed POST when a time is booked.'),
      no_times_suitable_url: callback('Told when the recipient says that none of the times suits.'),
      no_times_displayed_url: callback('Told when the page had no times to show; at most once an hour.'),
    })
    .nullish()
    .meta({ description: 'Who is told what becomes of the link.' }),
  redirect_urls: z
    .object({
      completed_url: httpUrl.nullish().meta({
        description: 'The browser goes there after a booking, with `?token=` of the link added.',
        examples: ['https://example.org/booked'],
      }),
    })
    .nullish()
    .meta({ description: 'Where the browser goes.' }),
  formatting: z
    .object({
      hour_format: z
        .enum(['h', 'H'])
        .nullish()
        .meta({
          description: '`h`: 12 hours, `H`: 24 hours. Default: as the visitor’s language has it.',
          examples: ['H'],
        }),
    })
    .nullish()
    .meta({ description: 'How the page writes times.' }),
  minimum_notice: duration.nullish().meta({
    description: 'Nothing sooner than this from now is offered.',
    default: { minutes: 0 },
    examples: [{ hours: 4 }],
  }),
  selection_mode: z
    .enum(['confirm', 'no_confirm'])
    .nullish()
    .meta({
      description: '`no_confirm`: choosing a time books it, with no last look.',
      default: 'confirm',
      examples: ['no_confirm'],
    }),
}

const linkWithoutTimes = z.object(linkFields)
export type WireLink = z.infer<typeof linkWithoutTimes>

/** Targets with an event of their own are for a single event. */
function checkTargets(link: unknown, context: z.RefinementCtx): void {
  const { event_creation: creation, target_calendars: targets } = fieldsOf(link)
  if (creation !== 'default' || !Array.isArray(targets)) return
  targets.forEach((target, i) => {
    if (fieldsOf(fieldsOf(target)['event'])['conferencing'] == null) return
    const message = 'an event of its own needs event_creation "single"'
    context.addIssue({ code: 'custom', message, path: ['target_calendars', i, 'event'] })
  })
}

/** `POST /v1/real_time_scheduling`. Unknown fields are passed over: SDKs send more than is documented. */
export const realTimeScheduling = z
  .object({
    event: eventTemplate.meta({
      description: 'The event that a booking becomes; its times come with the booking.',
    }),
    availability: availability.meta({
      description:
        'What is offered: the query of `/availability`, answered anew whenever the page is opened.',
    }),
    ...linkFields,
  })
  .superRefine(checkTargets, always)
export type WireRealTimeScheduling = z.infer<typeof realTimeScheduling>

/** `POST /v1/real_time_sequencing`. */
export const realTimeSequencing = z
  .object({
    event: eventTemplate
      .partial({ event_id: true, summary: true })
      .nullish()
      .meta({
        description:
          'What the page calls the whole. Default: the names of the meetings. No event is written for it.',
        examples: [{ summary: 'Interviews at Globex' }],
      }),
    availability: z
      .object({
        sequence: sequenceList(
          sequenceItem.safeExtend({
            event: eventTemplate.meta({
              description: 'The event that this meeting becomes. Each needs an `event_id` of its own.',
            }),
          }),
        ),
        ...queryPeriods,
      })
      .superRefine(checkSequence, always)
      .meta({
        description:
          'What is offered: the query of `/sequenced_availability`, answered anew whenever the page is opened.',
      }),
    ...linkFields,
  })
  .superRefine(checkTargets, always)
  .superRefine(checkEventIds, always)
export type WireRealTimeSequencing = z.infer<typeof realTimeSequencing>

/** Two meetings with one event id would be one event, moved by the second from the time of the first. */
function checkEventIds(link: unknown, context: z.RefinementCtx): void {
  const { sequence } = fieldsOf(fieldsOf(link)['availability'])
  const ids = (Array.isArray(sequence) ? sequence : []).map(
    item => fieldsOf(fieldsOf(item)['event'])['event_id'],
  )
  ids.forEach((id, i) => {
    if (typeof id !== 'string' || ids.indexOf(id) === i) return
    const path = ['availability', 'sequence', i, 'event', 'event_id']
    context.addIssue({ code: 'custom', message: 'is the id of an earlier event', path })
  })
}

export const disabling = z
  .object({
    display_message: z
      .string()
      .max(499)
      .nullish()
      .meta({
        description: 'What the page then says instead of times: fewer than 500 characters.',
        default: '',
        examples: ['The role is filled.'],
      }),
  })
  .nullish()
