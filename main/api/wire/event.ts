import { z } from 'zod'
import { always, email, fieldsOf, httpUrl, zone } from './values.ts'

export const conferencing = z
  .object({
    profile_id: z
      .string()
      .min(1)
      .max(128)
      .meta({
        description:
          'A conferencing profile of `userinfo`; `default` and `integrated`: the first there is; `explicit`: `join_url`.',
        examples: ['default'],
      }),
    join_url: httpUrl
      .nullish()
      .meta({ description: 'For `explicit`: where to meet.', examples: ['https://meet.example.org/ada'] }),
    provider_description: z
      .string()
      .max(200)
      .nullish()
      .meta({ description: 'For `explicit`: what it is called.', examples: ['Our own room'] }),
  })
  .refine(
    c => {
      const { profile_id: id, join_url: url } = fieldsOf(c)
      return id !== 'explicit' || url != null
    },
    { error: 'required', path: ['join_url'], ...always },
  )
export type WireConferencing = z.infer<typeof conferencing>

export const attendee = z.object({
  email: email.meta({ description: 'Their address.', examples: ['cem@example.org'] }),
  display_name: z
    .string()
    .max(200)
    .nullish()
    .meta({ description: 'Their name.', examples: ['Cem Yılmaz'] }),
})

export const toAttendee = (wire: z.infer<typeof attendee>) => ({
  email: wire.email,
  displayName: wire.display_name ?? '',
})

/** What an event and a link's template for one have in common. */
export const eventFields = {
  event_id: z
    .string()
    .min(1)
    .max(1024)
    .meta({
      description: 'The program’s own id for it: in one calendar, the same id again changes the event.',
      examples: ['qTtZdczOccgaPncGJaCiLg'],
    }),
  summary: z
    .string()
    .min(1)
    .max(1024)
    .meta({ description: 'What it is called.', examples: ['Product Manager Interview at Globex'] }),
  description: z
    .string()
    .max(8000)
    .nullish()
    .meta({
      description:
        'Text. `{{ cronofy.conferencing.join_url }}` in a link’s event becomes the address to meet at.',
      default: '',
      examples: ['Join at {{ cronofy.conferencing.join_url }}'],
    }),
  tzid: zone.nullish().meta({
    description: 'The zone it is shown in. Default: the organizer’s.',
    examples: ['Europe/London'],
  }),
  location: z
    .object({
      description: z
        .string()
        .max(1024)
        .nullish()
        .meta({ description: 'Where it is.', examples: ['Boardroom'] }),
    })
    .nullish()
    .meta({
      description: 'Left blank, it takes the address to meet at online.',
      examples: [{ description: 'Boardroom' }],
    }),
  url: httpUrl
    .nullish()
    .meta({ description: 'A page about it.', examples: ['https://example.org/interviews/1'] }),
  transparency: z
    .enum(['opaque', 'transparent'])
    .nullish()
    .meta({ description: 'Whether it makes its time busy.', default: 'opaque', examples: ['opaque'] }),
  attendees: z
    .object({
      invite: z
        .array(attendee)
        .max(200)
        .nullish()
        .meta({ description: 'Who else is in it.', examples: [[{ email: 'cem@example.org' }]] }),
      remove: z
        .array(attendee)
        .max(200)
        .nullish()
        .meta({
          description: 'Who is in it no longer; of events that exist.',
          examples: [[{ email: 'cem@example.org' }]],
        }),
    })
    .nullish()
    .meta({ description: 'People beside the participants.' }),
  conferencing: conferencing.nullish().meta({
    description: 'How to meet online.',
    examples: [{ profile_id: 'default' }],
  }),
}

/** The template has no times: SDKs send them all the same, and they are passed over. */
export const eventTemplate = z.object(eventFields)
export type WireEventTemplate = z.infer<typeof eventTemplate>
