import { z } from 'zod'
import { ok } from '../answers.ts'
import { type Call, defineOperation, type Operation } from '../operation.ts'
import { profileOf, showCalendar, shownCalendar, shownProfile, showProfile } from '../wire/profile.ts'

const group = 'Accounts'

const conferencingProfile = shownProfile.meta({ description: 'A way to meet online, as set up at the desk.' })

const userinfoSchema = z.object({
  sub: z.string(),
  email: z.string(),
  name: z.string(),
  zoneinfo: z.string(),
  'cronofy.type': z.literal('account'),
  'cronofy.data': z.object({
    authorization: z.object({ scope: z.string(), status: z.string() }),
    profiles: z.array(
      shownProfile.extend({
        provider_service: z.string(),
        profile_initial_sync_required: z.boolean(),
        profile_calendars: z.array(shownCalendar),
      }),
    ),
    conferencing_profiles: z.array(conferencingProfile),
  }),
})

const personOf = ({ ground, sub }: Call) => {
  const person = ground.world.store.people.get(sub)
  return {
    name: person?.name ?? '',
    email: person?.email ?? '',
    tzid: person?.tzid ?? 'Etc/UTC',
    createdMs: person?.createdMs ?? 0,
  }
}

export const account: readonly Operation[] = [
  defineOperation({
    method: 'GET',
    path: '/userinfo',
    group,
    title: 'Read the account with its calendars',
    description:
      'OpenID’s fields, and Cronofy’s own under literal dotted keys: the profile with its calendars, and the conferencing ' +
      'profiles that an event can name.',
    auth: 'account',
    success: { status: 200, description: 'The account.', schema: userinfoSchema },
    examples: [
      {
        title: 'The account',
        answer: {
          sub: 'acc_5ba21743f408617d1269ea1e',
          email: 'ada@example.org',
          name: 'Ada Books',
          zoneinfo: 'Europe/London',
          'cronofy.type': 'account',
          'cronofy.data': {
            authorization: { scope: 'read_write', status: 'active' },
            profiles: [],
            conferencing_profiles: [],
          },
        },
      },
    ],
    run: call => ok(showUserinfo(call)),
  }),
  defineOperation({
    method: 'GET',
    path: '/account',
    group,
    title: 'Read the account',
    description: 'The account that the token stands for.',
    auth: 'account',
    success: {
      status: 200,
      description: 'The account.',
      schema: z.object({
        account: z.object({
          account_id: z.string(),
          email: z.string(),
          name: z.string(),
          default_tzid: z.string(),
          scope: z.string(),
          type: z.string(),
        }),
      }),
    },
    examples: [
      {
        title: 'The account',
        answer: {
          account: {
            account_id: 'acc_5ba21743f408617d1269ea1e',
            email: 'ada@example.org',
            name: 'Ada Books',
            default_tzid: 'Europe/London',
            scope: 'read_write',
            type: 'account',
          },
        },
      },
    ],
    run(call) {
      const { name, email, tzid } = personOf(call)
      const shown = { account_id: call.sub, email, name, default_tzid: tzid }
      return ok({ account: { ...shown, scope: 'read_write', type: 'account' } })
    },
  }),
  defineOperation({
    method: 'GET',
    path: '/profiles',
    group,
    title: 'List profiles',
    description: 'An account has one profile: Openslot itself keeps its calendars.',
    auth: 'account',
    success: {
      status: 200,
      description: 'The profiles.',
      schema: z.object({ profiles: z.array(shownProfile) }),
    },
    examples: [
      {
        title: 'The one profile',
        answer: {
          profiles: [
            {
              provider_name: 'cronofy',
              profile_id: 'pro_5ba21743f408617d1269ea1e',
              profile_name: 'ada@example.org',
              profile_connected: true,
            },
          ],
        },
      },
    ],
    run: ({ ground, sub }) => ok({ profiles: [showProfile(ground.world, sub)] }),
  }),
  defineOperation({
    method: 'GET',
    path: '/resources',
    group,
    title: 'List resources',
    description:
      'Rooms and equipment that take part like people: the participants that programs made with `application_calendars`. ' +
      'Name their `sub` in a query.',
    auth: 'either',
    success: {
      status: 200,
      description: 'The resources.',
      schema: z.object({
        resources: z.array(z.object({ sub: z.string(), name: z.string(), email: z.string() })),
      }),
    },
    examples: [
      {
        title: 'All of them',
        answer: {
          resources: [{ sub: 'acc_64b17d868090ea21640c914c', name: 'boardroom', email: '' }],
        },
      },
    ],
    run({ ground: { world } }) {
      const { accountTokens, people } = world.store
      const found = accountTokens.applicationCalendars().flatMap(({ sub }) => people.get(sub) ?? [])
      return ok({ resources: found.map(({ sub, name, email }) => ({ sub, name, email })) })
    },
  }),
]

function showUserinfo(call: Call): z.infer<typeof userinfoSchema> {
  const { world } = call.ground
  const { name, email, tzid } = personOf(call)
  const profile = {
    ...showProfile(world, call.sub),
    provider_service: 'openslot',
    profile_id: profileOf(call.sub),
    profile_initial_sync_required: false,
    profile_calendars: world.store.calendars.of(call.sub).map(c => showCalendar(world, c)),
  }
  return {
    sub: call.sub,
    email,
    name,
    zoneinfo: tzid,
    'cronofy.type': 'account',
    'cronofy.data': {
      authorization: { scope: 'read_write', status: 'active' },
      profiles: [profile],
      conferencing_profiles: world.store.conferencing.all().map(p => ({
        provider_name: p.kind,
        profile_id: p.profileId,
        profile_name: p.name,
        profile_connected: true,
      })),
    },
  }
}
