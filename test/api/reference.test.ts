import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { inputSchema, operationId } from '../../main/api/openapi.ts'
import { operations } from '../../main/api/operations/all.ts'
import { createBatch } from '../../main/api/operations/batch.ts'
import { completedExample, noTimesExample } from '../../main/api/reference/callback-examples.ts'
import { type JsonSchema, type Parameter, parametersOf } from '../../main/api/reference/parameters.ts'
import { readCurl } from '../support/read-curl.ts'
import { RunningHost } from '../support/run-host.ts'
import { setUpOrganizer, submitBooking } from '../support/sample-link.ts'
import { startWebhookReceiver } from '../support/webhook-receiver.ts'

const all = [
  ...operations,
  createBatch(() => {
    throw new Error('nothing is sent here')
  }),
]

let host: RunningHost
let page = ''
beforeAll(async () => {
  host = await RunningHost.start()
  await setUpOrganizer(host)
  page = await (await fetch(`${host.ready.apiUrl}/docs`)).text()
})
afterAll(() => host.stop())

test('openapi.json is a valid OpenAPI 3.1 document that knows every endpoint', async () => {
  const document = await (await fetch(`${host.ready.apiUrl}/openapi.json`)).json()
  expect(document.openapi).toBe('3.1.0')
  expect(document.servers).toEqual([{ url: host.ready.apiUrl }])
  expect(await new Validator().validate(document)).toEqual({ valid: true })
  const told = Object.entries<Record<string, unknown>>(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map(method => `${method} ${path}`),
  )
  expect(new Set(told)).toEqual(new Set(all.map(o => `${o.method.toLowerCase()} ${o.path}`)))
})

test('the reference page fetches nothing, runs nothing, and every place it leads to is on it', async () => {
  const response = await fetch(`${host.ready.apiUrl}/docs`)
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'; style-src 'sha256-")
  expect(page).not.toMatch(/<script|<img|<link[^>]*href="(?!data:)|url\(/)
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(m => m[1])
  expect(new Set(ids).size).toBe(ids.length)
  for (const [, to] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(to)
  for (const operation of all) expect(ids).toContain(operationId(operation))
})

const flat = (parameters: readonly Parameter[], at = ''): [string, Parameter][] =>
  parameters.flatMap(p => [[`${at}${p.name}`, p], ...flat(p.children, `${at}${p.name}.`)])

describe('every parameter says what it does and shows an example', () => {
  test.each(all.map(o => [`${o.method} ${o.path}`, o] as const))('%s', (_name, operation) => {
    const schemas = [operation.query, operation.body].filter(s => s !== undefined)
    const fields = schemas.flatMap(s => flat(parametersOf(inputSchema(s) as JsonSchema)))
    const silent = fields.filter(([, p]) => p.description === '').map(([name]) => name)
    // An object shows its example field by field; the others show their own.
    const bare = fields.filter(([, p]) => p.example === null && p.children.length === 0).map(([name]) => name)
    expect({ silent, bare }).toEqual({ silent: [], bare: [] })
  })
})

/** The ids that stand in the examples, as they are called there. What they mean here is made in `realNames`. */
const inExamples = {
  organizer: 'acc_5ba21743f408617d1269ea1e',
  room: 'acc_64b17d868090ea21640c914c',
  calendar: 'cal_n23kjnwrw2_sakdnawerd3',
  link: 'sch_4353945880944395',
  token: 'LOiwlKXQ',
  refreshToken: '3gBYG1XsYgNcgqwZv3bKkNQnuGlvDKRw',
}
type Names = Record<keyof typeof inExamples, string>

const anHour = {
  oauth: { redirect_uri: 'https://example.org/done' },
  event: { event_id: 'another', summary: 'Another', tzid: 'Europe/London' },
}

/** Makes what the examples take for granted: a room, a link, hours, a period and an event of the known ids. */
async function realNames(): Promise<Names> {
  const { sub: organizer, accessToken } = host.ready
  const send = async (method: string, place: string, body?: unknown, token?: string) => {
    const response = await host.api(method, place, body, token)
    expect(response.status).toBeLessThan(300)
    const text = await response.text()
    return text === '' ? null : JSON.parse(text)
  }
  const { calendars } = await send('GET', 'calendars', undefined, accessToken)
  const calendar = calendars[0].calendar_id
  const room = await send('POST', 'application_calendars', { application_calendar_id: 'boardroom' })
  const period = { start: '2027-07-19T17:00:00Z', end: '2027-07-19T20:00:00Z' }
  const weekly = [{ day: 'monday', start_time: '09:30', end_time: '12:30' }]
  const rule = { availability_rule_id: 'interview_hours', tzid: 'Europe/London', weekly_periods: weekly }
  await send('POST', 'availability_rules', { ...rule, calendar_ids: [calendar] }, accessToken)
  const id = 'qTtZdczOccgaPncGJaCiLg'
  await send('POST', 'available_periods', { available_period_id: id, ...period }, accessToken)
  const times = { start: '2027-07-19T15:30:00Z', end: '2027-07-19T17:00:00Z' }
  await send(
    'POST',
    `calendars/${calendar}/events`,
    { event_id: id, summary: 'Board', ...times },
    accessToken,
  )
  const availability = {
    participants: [{ members: [{ sub: organizer }], required: 'all' }],
    required_duration: { minutes: 60 },
    query_periods: [period],
  }
  const { real_time_scheduling: link } = await send('POST', 'real_time_scheduling', {
    ...anHour,
    availability,
  })
  return {
    organizer,
    room: room.sub,
    calendar,
    link: link.real_time_scheduling_id,
    token: link.url.split('/').at(-1),
    refreshToken: room.refresh_token,
  }
}

const unescaped = (html: string) =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&quot;/g, '"')
    .replace(/&#x27;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')

function onPage(kind: 'request' | 'answer', id: string): string | null {
  const found = new RegExp(`<code data-${kind}="${id}">([\\s\\S]*?)</code>`).exec(page)
  return found === null ? null : unescaped(found[1] ?? '')
}

/** Where an answer differs in form from the one that is shown: fields that lack, other types, empty lists. */
function differences(shown: unknown, real: unknown, at = '$'): string[] {
  if (Array.isArray(shown)) {
    if (!Array.isArray(real)) return [`${at} is no list`]
    if (shown.length === 0) return []
    return real.length === 0 ? [`${at} is empty`] : differences(shown[0], real[0], `${at}[0]`)
  }
  if (typeof shown === 'object' && shown !== null) {
    const fields = (typeof real === 'object' ? (real ?? {}) : {}) as Record<string, unknown>
    return Object.entries(shown).flatMap(([name, value]) =>
      name in fields ? differences(value, fields[name], `${at}.${name}`) : [`${at}.${name} is missing`],
    )
  }
  if (typeof shown !== typeof real) return [`${at} is ${typeof real}, shown as ${typeof shown}`]
  const prefix = /^[a-z]{3}_/.exec(String(shown))?.[0]
  return prefix === undefined || String(real).startsWith(prefix)
    ? []
    : [`${at} does not begin with ${prefix}`]
}

/** Every field of it, by its path. */
const fieldsOf = (value: unknown, at = '$'): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inside]) => fieldsOf(inside, `${at}.${name}`))
    : [`${at}: ${typeof value}`]

test('the callbacks that the page shows are those that arrive, field by field', async () => {
  const receiver = await startWebhookReceiver()
  const { organizer } = await realNames()
  const response = await host.api('POST', 'real_time_scheduling', {
    ...anHour,
    availability: {
      participants: [{ members: [{ sub: organizer }], required: 'all' }],
      required_duration: { minutes: 60 },
      query_periods: [{ start: '2027-07-26T09:00:00Z', end: '2027-07-26T18:00:00Z' }],
    },
    callback_urls: { completed_url: receiver.url, no_times_suitable_url: receiver.url },
  })
  const { url } = await response.json()
  const { name, email, note, tzid } = completedExample.user
  await fetch(`${url}/none-suits`, { method: 'POST', body: new URLSearchParams({ note, tzid }) })
  await vi.waitFor(() => expect(receiver.received).toHaveLength(1))
  await submitBooking(url, Date.parse('2027-07-26T09:00:00Z'), { name, email, note, tzid })
  await vi.waitFor(() => expect(receiver.received).toHaveLength(2))
  const [noTimes, completed] = receiver.received.map(r => JSON.parse(r.body))
  expect(fieldsOf(noTimes)).toEqual(fieldsOf(noTimesExample))
  expect(fieldsOf(completed)).toEqual(fieldsOf(completedExample))
  await receiver.close()
})

const examples = all.flatMap(operation =>
  operation.examples.map((example, i) => ({
    name: `${operation.method} ${operation.path}: ${example.title}`,
    operation,
    example,
    id: `${operationId(operation)}-${i}`,
  })),
)

describe('every example of the page runs as it stands', () => {
  test.each(examples)('$name', async ({ operation, example, id }) => {
    const names = await realNames()
    let command = onPage('request', id) ?? ''
    for (const [name, text] of Object.entries(inExamples))
      command = command.replaceAll(text, names[name as keyof Names])
    expect(command.match(/\b(acc|cal|sch|apc|pro)_(?!\w*[0-9a-f]{24})\w+/)).toBeNull()
    const { url, init } = readCurl(command, {
      API_URL: host.ready.apiUrl,
      CLIENT_SECRET: host.ready.clientSecret,
      ACCESS_TOKEN: host.ready.accessToken,
    })
    const response = await fetch(url, init)
    const text = await response.text()
    expect([response.status, text.slice(0, 300)]).toEqual([operation.success.status, expect.anything()])
    const answer = text === '' ? null : JSON.parse(text)
    const shown = onPage('answer', id)
    expect(shown === null ? null : JSON.parse(shown)).toEqual(example.answer)
    expect(differences(example.answer, answer)).toEqual([])
    if (operation.success.schema !== undefined) expect(operation.success.schema.parse(answer)).toEqual(answer)
    else expect(answer).toBeNull()
  })
})
