import { z } from 'zod'
import {
  type IssuedTokens,
  openApplicationCalendar,
  refreshTokens,
  revokeTokens,
} from '../../scheduling/account-tokens.ts'
import type { World } from '../../scheduling/world.ts'
import { type Answer, faulty, ok } from '../answers.ts'
import { defineOperation, type Operation } from '../operation.ts'
import { shownProfile, showProfile } from '../wire/profile.ts'

const tokens = z.object({
  token_type: z.literal('bearer'),
  access_token: z.string(),
  expires_in: z.int().meta({ description: 'Seconds.' }),
  refresh_token: z.string(),
  scope: z.string(),
  sub: z.string(),
  account_id: z.string(),
  linking_profile: shownProfile.pick({ provider_name: true, profile_id: true, profile_name: true }),
})

const clientFields = {
  client_id: z
    .string()
    .max(200)
    .nullish()
    .meta({
      description: 'With `client_secret`, where neither stands in the Authorization header.',
      examples: ['armzr1h5NPQST93XTFL9iIULXxfdDlmV'],
    }),
  client_secret: z
    .string()
    .max(200)
    .nullish()
    .meta({
      description: 'The secret of the program.',
      examples: ['aPPwd-ASDFAsdfasdfasdfsadfasdfASDFSADF'],
    }),
}

const exampleTokens = {
  token_type: 'bearer',
  access_token: 'P531x88i05Ld2yXHIQ7WjiEyqlmOHsgI',
  expires_in: 10800,
  refresh_token: '3gBYG1XsYgNcgqwZv3bKkNQnuGlvDKRw',
  scope: 'read_write',
  sub: 'acc_64b17d868090ea21640c914c',
  account_id: 'acc_64b17d868090ea21640c914c',
  linking_profile: {
    provider_name: 'cronofy',
    profile_id: 'pro_64b17d868090ea21640c914c',
    profile_name: 'boardroom',
  },
}

const group = 'Accounts'

export const applicationCalendars = defineOperation({
  method: 'POST',
  path: '/application_calendars',
  group,
  title: 'Make a participant',
  description:
    'An account with a calendar of its own, known to the program by an id of the program’s: a room, a colleague, a test. ' +
    'The same id again answers the same account with fresh tokens; tokens of earlier calls go on working.',
  auth: 'client',
  body: z.object({
    application_calendar_id: z
      .string()
      .min(1)
      .max(255)
      .meta({ description: 'The program’s own id for it.', examples: ['boardroom'] }),
    ...clientFields,
  }),
  success: {
    status: 200,
    description: 'The account’s `sub`, and the tokens that act for it.',
    schema: tokens.extend({ application_calendar_id: z.string() }),
  },
  examples: [
    {
      title: 'A room',
      body: { application_calendar_id: 'boardroom' },
      answer: { ...exampleTokens, application_calendar_id: 'apc_64b17d868090ea21640c914c' },
    },
  ],
  run({ ground: { world }, body }) {
    const issued = openApplicationCalendar(world, body.application_calendar_id)
    const applicationCalendarId = issued.sub.replace(/^acc_/, 'apc_')
    return ok({ ...showTokens(world, issued), application_calendar_id: applicationCalendarId })
  },
})

function showTokens(world: World, issued: IssuedTokens): z.infer<typeof tokens> {
  const { provider_name, profile_id, profile_name } = showProfile(world, issued.sub)
  return {
    token_type: 'bearer',
    access_token: issued.accessToken,
    expires_in: issued.expiresInSeconds,
    refresh_token: issued.refreshToken,
    scope: 'read_write',
    sub: issued.sub,
    account_id: issued.sub,
    linking_profile: { provider_name, profile_id, profile_name },
  }
}

const invalidGrant: Answer = {
  status: 400,
  body: { error: 'invalid_grant', error_description: 'There is no such refresh token, or it was revoked.' },
}

/** At `/oauth/token` too, beside `/v1`: that is where the SDKs send it. */
export const oauth: readonly Operation[] = [
  defineOperation({
    method: 'POST',
    path: '/oauth/token',
    group,
    title: 'Refresh an access token',
    description:
      'A fresh access token for a refresh token, which stays as it is. Also at `/oauth/token` beside `/v1`, where the SDKs ' +
      'send it, as JSON or as a form. Nobody is asked to authorize anything here, so there is no code to exchange.',
    auth: 'client',
    body: z.object({
      grant_type: z.enum(['refresh_token', 'authorization_code']).meta({
        description: 'What is exchanged; codes are never known here.',
        examples: ['refresh_token'],
      }),
      refresh_token: z
        .string()
        .max(200)
        .nullish()
        .meta({
          description: 'As `application_calendars` gave it.',
          examples: ['3gBYG1XsYgNcgqwZv3bKkNQnuGlvDKRw'],
        }),
      ...clientFields,
    }),
    success: { status: 200, description: 'The tokens.', schema: tokens },
    examples: [
      {
        title: 'Refresh',
        body: { grant_type: 'refresh_token', refresh_token: '3gBYG1XsYgNcgqwZv3bKkNQnuGlvDKRw' },
        answer: exampleTokens,
      },
    ],
    run({ ground: { world }, body }) {
      if (body.grant_type === 'authorization_code')
        return faulty([{ path: 'code', key: 'errors.unknown_or_used', description: 'unknown or used' }])
      const issued = refreshTokens(world, body.refresh_token ?? '')
      return issued === null ? invalidGrant : ok(showTokens(world, issued))
    },
  }),
  defineOperation({
    method: 'POST',
    path: '/oauth/token/revoke',
    group,
    title: 'Revoke the tokens of an account',
    description:
      'Ends every token of the account that the given one stands for. Its calendars, hours and bookings stay. A token that ' +
      'is not known is no fault.',
    auth: 'client',
    body: z
      .object({
        token: z
          .string()
          .max(200)
          .nullish()
          .meta({
            description: 'An access or refresh token.',
            examples: ['3gBYG1XsYgNcgqwZv3bKkNQnuGlvDKRw'],
          }),
        refresh_token: z
          .string()
          .max(200)
          .nullish()
          .meta({
            description: 'The same, as the Node SDK calls it.',
            examples: ['3gBYG1XsYgNcgqwZv3bKkNQnuGlvDKRw'],
          }),
        sub: z
          .string()
          .max(128)
          .nullish()
          .meta({
            description: 'The account itself, instead of a token of it.',
            examples: ['acc_64b17d868090ea21640c914c'],
          }),
        ...clientFields,
      })
      .refine(b => [b.token, b.refresh_token, b.sub].some(v => v != null), {
        error: 'required',
        path: ['token'],
      }),
    success: { status: 200, description: 'Revoked; the answer is empty.' },
    examples: [{ title: 'By a token', body: { token: '3gBYG1XsYgNcgqwZv3bKkNQnuGlvDKRw' }, answer: null }],
    run({ ground: { world }, body }) {
      for (const token of [body.token, body.refresh_token]) if (token != null) revokeTokens(world, token)
      if (body.sub != null) world.store.accountTokens.revoke(body.sub)
      return { status: 200 }
    },
  }),
]
