import { createCaldavConnector } from '../../main/calendars/caldav/caldav-connector.ts'
import type {
  Account,
  EventToPut,
  Pulled,
  PullRequest,
  RemoteCalendar,
  RemoteObject,
  WrittenBefore,
} from '../../main/calendars/connector.ts'
import { createGuardedFetch, type GuardedRequest } from '../../main/network/guarded-fetch.ts'

export interface SignInWith {
  readonly url: string
  readonly username: string
  readonly password: string
}

export const never = new AbortController().signal

interface Interference {
  before: ((request: GuardedRequest) => Promise<void>) | null
  loseAnswer: boolean
  /** Put in the place of the connector's own, so that a test need not wait for it. */
  deadlineMs: number | null
}

/** A connector with a guarded client that notes each request, and tests may interfere with. */
export function connector() {
  const guarded = createGuardedFetch()
  const requests: GuardedRequest[] = []
  const interference: Interference = { before: null, loseAnswer: false, deadlineMs: null }
  const caldav = createCaldavConnector({
    fetch: async request => {
      requests.push(request)
      await interference.before?.(request)
      const deadlineMs = interference.deadlineMs ?? request.deadlineMs
      const answer = await guarded({ ...request, deadlineMs })
      if (interference.loseAnswer && request.method === 'PUT') throw new Error('the answer was lost')
      return answer
    },
    policy: () => ({ allowedHosts: ['127.0.0.1'], ownPorts: [] }),
    clock: { now: () => Date.now() },
  })
  return { caldav, requests, interference }
}

/** An account that was signed in to, with what is kept of its first calendar, as the program keeps it. */
export async function signInTo({ url, username, password }: SignInWith) {
  const made = connector()
  const signedIn = await made.caldav.signInCaldav({ address: url, username, password }, never)
  const account: Account = {
    connectionId: 'con_1',
    kind: 'caldav',
    // As they come back from the store.
    details: JSON.parse(JSON.stringify(signedIn.details)),
    secret: JSON.parse(JSON.stringify(signedIn.secret)),
    keep() {},
  }
  const found = await made.caldav.list(account, never)
  const calendar: RemoteCalendar = {
    calendarId: 'cal_1',
    remoteId: found[0]?.remoteId ?? '',
    zone: 'Europe/Berlin',
  }
  return {
    ...made,
    signedIn,
    account,
    found,
    calendar,
    kept: new KeptCalendar(made.caldav, account, calendar),
  }
}

/** What the program would keep of a calendar: a cursor, and objects by their names. */
export class KeptCalendar {
  readonly objects = new Map<string, RemoteObject>()
  cursor: string | null = null
  readonly #caldav: ReturnType<typeof connector>['caldav']
  readonly #account: Account
  readonly #calendar: RemoteCalendar

  constructor(caldav: ReturnType<typeof connector>['caldav'], account: Account, calendar: RemoteCalendar) {
    this.#caldav = caldav
    this.#account = account
    this.#calendar = calendar
  }

  async pull(): Promise<Pulled> {
    const known = new Map([...this.objects].map(([id, { etag }]) => [id, etag]))
    const window = { fromMs: 0, toMs: 1 }
    const request: PullRequest = { cursor: this.cursor, window, known, signal: never }
    const pulled = await this.#caldav.pull(this.#account, this.#calendar, request)
    this.cursor = pulled.cursor
    for (const object of pulled.changed) this.objects.set(object.objectId, object)
    for (const id of pulled.removed) this.objects.delete(id)
    return pulled
  }

  put(event: EventToPut, before: WrittenBefore | null) {
    return this.#caldav.put(this.#account, this.#calendar, event, before, never)
  }

  remove(before: WrittenBefore, invite = false) {
    return this.#caldav.remove(this.#account, this.#calendar, before, invite, never)
  }

  /** UIDs, sorted, one for each object. */
  get uids(): string[] {
    return [...this.objects.values()]
      .map(object => /^UID:(.*)$/m.exec(textOf(object))?.[1]?.trim() ?? '')
      .sort((a, b) => a.localeCompare(b))
  }
}

export function textOf({ content }: RemoteObject): string {
  return content.kind === 'icalendar' ? content.text : ''
}

/** An event as another program would write it. */
export function ics(uid: string, lines: readonly string[] = []): string {
  const own = lines.some(line => line.startsWith('DTSTART'))
    ? []
    : ['DTSTART:20270301T090000Z', 'DTEND:20270301T100000Z']
  return [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Somebody//Else//EN', 'BEGIN:VEVENT'],
    ...[`UID:${uid}`, 'DTSTAMP:20270101T000000Z', 'SUMMARY:Standup', ...own, ...lines],
    ...['END:VEVENT', 'END:VCALENDAR', ''],
  ].join('\r\n')
}

export function booking(uid: string, change: Partial<EventToPut> = {}): EventToPut {
  return {
    uid,
    sequence: 0,
    summary: 'Meeting with Grace, Rear Admiral; retired',
    description: 'First line\nsecond line',
    location: '',
    url: 'https://meet.example.org/1',
    startMs: Date.UTC(2027, 2, 2, 9),
    endMs: Date.UTC(2027, 2, 2, 10),
    zone: 'Europe/Berlin',
    status: 'busy',
    organizer: { email: 'alice@localhost', name: 'Alice' },
    attendees: [{ email: 'bob@localhost', displayName: 'Bob' }],
    invite: false,
    stampMs: Date.UTC(2027, 0, 1),
    ...change,
  }
}
