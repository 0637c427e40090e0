import http from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CalendarFault } from '../../main/calendars/calendar-fault.ts'
import { addressesFrom, hostsFrom, realAddresses } from '../../main/calendars/cloud/provider-addresses.ts'
import { createAccessTokens } from '../../main/calendars/oauth/access-tokens.ts'
import { oauthProvider } from '../../main/calendars/oauth/oauth-providers.ts'
import { challengeOf } from '../../main/calendars/oauth/pkce.ts'
import { createOAuthSignIn, type SignInRequest } from '../../main/calendars/oauth/sign-in.ts'
import { createGuardedFetch } from '../../main/network/guarded-fetch.ts'
import { redirectAddresses, setupSteps } from '../../preload/contract/connections-help.ts'
import { handClock, loopbackPolicy, makeAccount } from '../support/cloud-account.ts'
import { type CloudProvider, startCloudProvider } from '../support/cloud-provider.ts'

let provider: CloudProvider
let clock: ReturnType<typeof handClock>
/** What was to happen later, by how much later. */
let timers: { work: () => void; ms: number }[]

beforeEach(async () => {
  provider = await startCloudProvider()
  clock = handClock()
  timers = []
})
afterEach(() => provider.stop())

function makeSignIn() {
  let count = 0
  return createOAuthSignIn({
    fetch: createGuardedFetch(),
    policy: loopbackPolicy,
    providers: provider.addresses,
    randomness: { token: () => `token-${++count}-0123456789abcdef` },
    clock: {
      now: () => clock.now(),
      setTimeout: (work, ms) => timers.push({ work, ms }),
      clearTimeout: () => {},
    },
  })
}

const google: SignInRequest = { provider: 'google', clientId: ' my-client ', clientSecret: 'my-secret' }
const microsoft: SignInRequest = { provider: 'microsoft', clientId: 'my-client', clientSecret: null }

/** What a browser does: goes where it is sent, and shows what stands there. */
async function browse(address: string, headers: Record<string, string> = {}) {
  const url = new URL(address)
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number
    headers: http.IncomingHttpHeaders
    text: string
  }>()
  // As browsers do, `localhost` is tried on 127.0.0.1.
  const request = http.get(
    {
      host: '127.0.0.1',
      port: url.port,
      path: url.pathname + url.search,
      headers: { host: url.host, ...headers },
    },
    response => {
      let text = ''
      response.on('data', chunk => {
        text += String(chunk)
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
    },
  )
  request.on('error', reject)
  return promise
}

async function consent(authorizeUrl: string): Promise<string> {
  const { headers } = await browse(authorizeUrl)
  return headers.location ?? ''
}

const faultOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (fault: unknown) => fault as CalendarFault,
  )

describe('signing in', () => {
  it('challenges as the example of RFC 7636 does', () => {
    const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
    expect(challengeOf(verifier)).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM')
  })

  it.each([google, microsoft])('$provider: ends with the account’s address and tokens', async request => {
    const { authorizeUrl, done } = await makeSignIn().begin(request)
    const page = await browse(await consent(authorizeUrl))
    const signedIn = await done
    expect(page.status).toBe(200)
    expect(signedIn.name).toBe('me@example.org')
    expect(signedIn.details).toEqual({ email: 'me@example.org' })
    expect(signedIn.secret['clientId']).toBe('my-client')
    expect(signedIn.secret['refreshToken']).toMatch(/^refresh-secret/)
    expect(signedIn.secret['expiresMs']).toBe(clock.now() + 3_600_000)
  })

  it('comes back to the number at Google and to the name at Microsoft, with a free port', async () => {
    const addresses: string[] = []
    for (const request of [google, microsoft]) {
      const { authorizeUrl, cancel } = await makeSignIn().begin(request)
      addresses.push(new URL(authorizeUrl).searchParams.get('redirect_uri') ?? '')
      cancel()
    }
    expect(addresses[0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(addresses[1]).toMatch(/^http:\/\/localhost:\d+$/)
  })

  it('asks Google for a lasting permission', async () => {
    const { authorizeUrl, cancel } = await makeSignIn().begin(google)
    cancel()
    const { searchParams } = new URL(authorizeUrl)
    expect(searchParams.get('access_type')).toBe('offline')
    expect(searchParams.get('prompt')).toBe('consent')
  })

  it('shows a page that runs nothing and tells nobody its address, which holds the code', async () => {
    const { authorizeUrl } = await makeSignIn().begin(google)
    const { headers, text } = await browse(await consent(authorizeUrl))
    expect(headers['referrer-policy']).toBe('no-referrer')
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers['cache-control']).toBe('no-store')
    expect(text).not.toMatch(/<script|secret/i)
  })

  it.each([
    ['a state that is not ours', (u: URL) => u.searchParams.set('state', 'guessed'), {}],
    ['no state', (u: URL) => u.searchParams.delete('state'), {}],
    ['two states', (u: URL) => u.searchParams.append('state', 'guessed'), {}],
    ['no code', (u: URL) => u.searchParams.delete('code'), {}],
    ['another path', (u: URL) => Object.assign(u, { pathname: '/elsewhere' }), {}],
    ['another name for this machine', () => {}, { host: 'rebound.example.org' }],
    ['the name without its port', () => {}, { host: '127.0.0.1' }],
  ] as const)('takes no redirect with %s, and waits on', async (_, bend, headers) => {
    const { authorizeUrl, done } = await makeSignIn().begin(google)
    const right = await consent(authorizeUrl)
    const wrong = new URL(right)
    bend(wrong)
    expect((await browse(wrong.href, headers)).status).toBe(404)
    expect((await browse(right)).status).toBe(200)
    expect((await done).name).toBe('me@example.org')
  })

  it('listens for one redirect only', async () => {
    const { authorizeUrl, done } = await makeSignIn().begin(google)
    const redirect = await consent(authorizeUrl)
    await browse(redirect)
    await done
    await expect(browse(redirect)).rejects.toThrow('ECONNREFUSED')
  })

  it('gives up after ten minutes, and closes the door', async () => {
    const { authorizeUrl, done } = await makeSignIn().begin(google)
    const redirect = await consent(authorizeUrl)
    expect(timers.map(t => t.ms)).toEqual([600_000])
    timers[0]?.work()
    await expect(done).rejects.toThrow('Nobody signed in for ten minutes')
    await expect(browse(redirect)).rejects.toThrow('ECONNREFUSED')
  })

  it('can be given up', async () => {
    const { authorizeUrl, done, cancel } = await makeSignIn().begin(google)
    const redirect = await consent(authorizeUrl)
    cancel()
    await expect(done).rejects.toThrow('given up')
    await expect(browse(redirect)).rejects.toThrow('ECONNREFUSED')
  })

  it('trades a code in with its verifier alone: a code that was stolen is worth nothing', async () => {
    const { authorizeUrl, cancel } = await makeSignIn().begin(google)
    const redirect = new URL(await consent(authorizeUrl))
    cancel()
    const stolen = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'my-client',
      client_secret: 'my-secret',
      code: redirect.searchParams.get('code') ?? '',
      code_verifier: 'a-verifier-that-somebody-made-up-somebody-made-up',
      redirect_uri: redirect.origin,
    })
    const answer = await fetch(provider.addresses.google.token, { method: 'POST', body: stolen })
    expect(answer.status).toBe(400)
  })

  it.each([
    ['the person says no', () => ({ refuses: 'access_denied' }), 'sign_in', 'was not allowed'],
    ['the provider is down', () => ({ refuses: 'temporarily_unavailable' }), 'server', 'Try again'],
    [
      'a box is left unticked',
      () => ({ grants: (s: string) => s.split(' ')[0] ?? '' }),
      'forbidden',
      'tick every box',
    ],
    [
      'no lasting permission comes',
      () => ({ withoutRefreshToken: true }),
      'sign_in',
      'no lasting permission',
    ],
  ] as const)('says what to do when %s', async (_, behaviour, kind, words) => {
    Object.assign(provider.oauth.google.behaviour, behaviour())
    const { authorizeUrl, done } = await makeSignIn().begin(google)
    await browse(await consent(authorizeUrl))
    const fault = await faultOf(done)
    expect(fault).toBeInstanceOf(CalendarFault)
    expect(fault?.kind).toBe(kind)
    expect(fault?.message).toContain(words)
  })

  it.each([
    ['clientId', 'another', 'does not know this client id'],
    ['clientSecret', 'wrong', 'client secret does not belong'],
  ] as const)('says so when the %s is wrong', async (name, value, words) => {
    const { authorizeUrl, done } = await makeSignIn().begin({ ...google, [name]: value })
    await browse(await consent(authorizeUrl))
    expect((await faultOf(done))?.message).toContain(words)
  })

  it('says so when the API is not enabled', async () => {
    provider.fault('forbidden')
    const { authorizeUrl, done } = await makeSignIn().begin(google)
    await browse(await consent(authorizeUrl))
    expect((await faultOf(done))?.message).toContain('Google Calendar API is enabled')
  })
})

describe('renewing', () => {
  const tokensOf = (vendor: 'google' | 'microsoft') =>
    createAccessTokens(
      { fetch: createGuardedFetch(), policy: loopbackPolicy, clock },
      oauthProvider(vendor, provider.addresses),
    )
  const late = () => {
    clock.nowMs += 3_600_000
  }
  const refreshes = () => provider.requests.filter(r => r.path === '/token').length

  it('leaves a token alone that is good for a while', async () => {
    const account = makeAccount(provider, 'google', clock)
    const before = account.read().secret['accessToken']
    expect(await tokensOf('google').get(account.read())).toBe(before)
    expect(refreshes()).toBe(0)
  })

  it.each([
    ['an hour after it was issued', 3_600_000, 1],
    ['four minutes before its end', 3_360_000, 1],
    ['six minutes before its end', 3_240_000, 0],
    ['when the clock was set back a day', -86_400_000, 1],
    ['when the clock was set forward a day', 86_400_000, 1],
    ['when the clock is a minute off', -60_000, 0],
  ])('%s it is renewed as often as it must be', async (_, ms, times) => {
    const account = makeAccount(provider, 'google', clock)
    clock.nowMs += ms
    await tokensOf('google').get(account.read())
    expect(refreshes()).toBe(times)
  })

  it('does not go by the provider’s clock, which may be a day off', async () => {
    provider.clock.skewMs = -86_400_000
    const account = makeAccount(provider, 'google', clock)
    late()
    const tokens = tokensOf('google')
    await tokens.get(account.read())
    await tokens.get(account.read())
    expect(refreshes()).toBe(1)
  })

  it('keeps the new refresh token before the access token is used', async () => {
    const account = makeAccount(provider, 'microsoft', clock)
    late()
    const token = await tokensOf('microsoft').get(account.read())
    expect(account.kept).toHaveLength(1)
    expect(account.kept[0]?.['accessToken']).toBe(token)
    expect(account.read().secret['refreshToken']).toBe(account.kept[0]?.['refreshToken'])
  })

  it('uses nothing that could not be kept, and loses nothing either', async () => {
    const account = makeAccount(provider, 'microsoft', clock)
    late()
    const tokens = tokensOf('microsoft')
    const broken = {
      ...account.read(),
      keep: () => {
        throw new Error('The disk is full.')
      },
    }
    await expect(tokens.get(broken)).rejects.toThrow('disk is full')
    const token = await tokens.get(account.read())
    expect(account.kept[0]?.['accessToken']).toBe(token)
    expect(refreshes()).toBe(1)
  })

  it('makes one renewal of twenty that are wanted at once', async () => {
    const account = makeAccount(provider, 'microsoft', clock)
    late()
    const tokens = tokensOf('microsoft')
    const got = await Promise.all(Array.from({ length: 20 }, () => tokens.get(account.read())))
    expect(new Set(got).size).toBe(1)
    expect(refreshes()).toBe(1)
  })

  it('does not go back to a token that was traded in, when an account was read before that', async () => {
    const account = makeAccount(provider, 'microsoft', clock)
    const stale = account.read()
    late()
    const tokens = tokensOf('microsoft')
    await tokens.get(account.read())
    late()
    await tokens.get(stale)
    expect(refreshes()).toBe(2)
  })

  it('takes up what a new sign-in brings', async () => {
    const account = makeAccount(provider, 'google', clock)
    const tokens = tokensOf('google')
    await tokens.get(account.read())
    const anew = makeAccount(provider, 'google', clock).read()
    expect(await tokens.get(anew)).toBe(anew.secret['accessToken'])
  })

  it('goes on with the old refresh token where no new one comes', async () => {
    provider.oauth.google.behaviour.rotation = 'none'
    const account = makeAccount(provider, 'google', clock)
    const before = account.read().secret['refreshToken']
    late()
    await tokensOf('google').get(account.read())
    expect(account.read().secret['refreshToken']).toBe(before)
  })

  it.each([
    ['grace', null],
    ['strict', 'sign_in'],
  ] as const)(
    'after a kill between the answer and keeping it, under %s rotation: %s',
    async (rotation, kind) => {
      provider.oauth.microsoft.behaviour.rotation = rotation
      const account = makeAccount(provider, 'microsoft', clock)
      late()
      const killed = {
        ...account.read(),
        keep: () => {
          throw new Error('killed')
        },
      }
      await faultOf(tokensOf('microsoft').get(killed))
      const restarted = await faultOf(tokensOf('microsoft').get(account.read()))
      expect(restarted?.kind ?? null).toBe(kind)
    },
  )

  it.each([
    ['google', '7 days'],
    ['microsoft', 'Sign in again'],
  ] as const)('%s: a permission that was withdrawn asks for a new sign-in', async (vendor, words) => {
    const account = makeAccount(provider, vendor, clock)
    provider.oauth[vendor].withdraw()
    late()
    const fault = await faultOf(tokensOf(vendor).get(account.read()))
    expect(fault?.kind).toBe('sign_in')
    expect(fault?.passing).toBe(false)
    expect(fault?.message).toContain(words)
  })

  it.each([
    ['broken', 'server', null],
    ['unavailable', 'server', 9000],
    ['too_many', 'throttled', 7000],
    ['not_json', 'malformed', null],
    ['empty_object', 'malformed', null],
  ] as const)('a token endpoint that is %s is no reason to sign in again', async (name, kind, waitMs) => {
    const account = makeAccount(provider, 'google', clock)
    late()
    provider.fault(name, { path: /token/ })
    const tokens = tokensOf('google')
    const fault = await faultOf(tokens.get(account.read()))
    expect(fault?.kind).toBe(kind)
    expect(fault?.passing).toBe(true)
    expect(fault?.retryAfterMs ?? null).toBe(waitMs)
    expect(await tokens.get(account.read())).toMatch(/^access-secret/)
  })

  it('asks for a sign-in when the secrets hold no tokens', async () => {
    const account = { ...makeAccount(provider, 'google', clock).read(), secret: { refreshToken: 7 } }
    expect((await faultOf(tokensOf('google').get(account)))?.kind).toBe('sign_in')
  })

  it('lets no fault quote a secret', async () => {
    const account = makeAccount(provider, 'google', clock)
    late()
    const told: string[] = []
    for (const name of ['broken', 'not_json', 'forbidden', 'empty_object'] as const) {
      provider.fault(name, { path: /token/ })
      told.push(String(await faultOf(tokensOf('google').get(account.read()))))
    }
    provider.oauth.google.withdraw()
    told.push(String(await faultOf(tokensOf('google').get(account.read()))))
    expect(told).toHaveLength(5)
    for (const message of told) expect(message).not.toMatch(/secret|words/)
  })
})

describe('addresses and steps', () => {
  it('are the real ones unless a variable says otherwise', () => {
    expect(addressesFrom({})).toEqual(realAddresses)
    expect(addressesFrom({ OPENSLOT_GOOGLE_API: 'http://127.0.0.1:9/g' }).google.api).toBe(
      'http://127.0.0.1:9/g/api',
    )
    expect(addressesFrom({ OPENSLOT_GOOGLE_API: '' }).google).toEqual(realAddresses.google)
  })

  it.each(['google', 'microsoft'] as const)(
    '%s: leads by https to every step, and names what to copy',
    vendor => {
      const steps = setupSteps(vendor)
      for (const { address } of steps) if (address !== null) expect(new URL(address).protocol).toBe('https:')
      expect(steps.at(-1)?.title).toContain('Copy')
    },
  )

  it('allow by name the hosts that the variables name, and no other', () => {
    const env = {
      OPENSLOT_GOOGLE_API: 'http://127.0.0.1:9/g',
      OPENSLOT_MICROSOFT_API: 'http://127.0.0.1:9/m',
    }
    expect(hostsFrom(env)).toEqual(['127.0.0.1'])
    expect(hostsFrom({})).toEqual([])
    expect(hostsFrom({ OPENSLOT_GOOGLE_API: 'nonsense' })).toEqual([])
  })

  it('names the redirect address that the listener has', () => {
    expect(setupSteps('microsoft').flatMap(s => s.enter)).toContain(redirectAddresses.microsoft)
    for (const vendor of ['google', 'microsoft'] as const)
      expect(redirectAddresses[vendor]).toBe(`http://${oauthProvider(vendor, realAddresses).redirectHost}`)
  })

  it('warns of the seven days, and tells how to end them', () => {
    expect(
      setupSteps('google')
        .map(s => s.text)
        .join(),
    ).toMatch(/Publish app.*7 days/)
  })
})
