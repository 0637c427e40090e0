import type { AvailabilityQuery, LinkTemplate } from '../../main/scheduling/link-template.ts'
import { ensureOrganizer, readOrganizerSub, setOrganizer } from '../../main/scheduling/organizer.ts'
import type { World } from '../../main/scheduling/world.ts'
import { openStore } from '../../main/store/store.ts'
import { temporaryFolder } from './run-host.ts'
import { monday, nineToFive } from './sample-link.ts'

/** A world on a real store in a folder of its own, with a clock that stands and dice that count. */
export function testWorld(options: { readonly folder?: string; readonly nowMs?: number } = {}) {
  const announced: { topic: string; payload: unknown }[] = []
  let nowMs = options.nowMs ?? Date.parse('2027-07-01T12:00:00Z')
  let dice = 0
  const world: World = {
    store: openStore<LinkTemplate>(options.folder ?? temporaryFolder()),
    clock: { now: () => nowMs },
    randomness: {
      id: prefix => `${prefix}_${String(++dice).padStart(24, '0')}`,
      token: () => `token-${String(++dice).padStart(16, '0')}`,
    },
    announce: (topic, payload) => void announced.push({ topic, payload }),
    sealer: {
      seal: text => `sealed:${Buffer.from(text).toString('hex')}`,
      open: sealed => (sealed.startsWith('sealed:') ? Buffer.from(sealed.slice(7), 'hex').toString() : null),
    },
    ownPorts: () => [4100, 4101],
    linkUrl: token => `http://127.0.0.1:4100/book/${token}`,
    feedUrl: token => `http://127.0.0.1:4100/feed/${token}.ics`,
    isReading: () => false,
  }
  ensureOrganizer(world, 'Europe/London')
  setOrganizer(world, {
    name: 'Ada Books',
    email: 'ada@example.org',
    tzid: 'Europe/London',
    hours: nineToFive,
  })
  const sub = readOrganizerSub(world.store)
  return {
    world,
    announced,
    sub,
    calendarId: world.store.calendars.of(sub)[0]?.calendarId ?? '',
    setNow(ms: number): void {
      nowMs = ms
    },
  }
}

export function sampleQuery(
  participants: AvailabilityQuery['participants'],
  change: Partial<AvailabilityQuery> = {},
): AvailabilityQuery {
  return {
    participants,
    requiredDurationMinutes: 60,
    queryPeriods: [monday],
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    startIntervalMinutes: 30,
    minimumNoticeMinutes: 0,
    tzid: 'Europe/London',
    ...change,
  }
}

export function sampleTemplate(query: AvailabilityQuery, change: Partial<LinkTemplate> = {}): LinkTemplate {
  return {
    query,
    event: {
      eventId: null,
      summary: 'Interview',
      description: '',
      location: '',
      url: '',
      tzid: 'Europe/London',
      status: 'busy',
      attendees: [],
      conferencing: null,
    },
    targetCalendars: [],
    eventCreation: 'default',
    callbackUrls: { completed: null },
    redirectUri: null,
    completedRedirectUrl: null,
    hourFormat: null,
    confirm: true,
    ...change,
  }
}

export const bookingRequest = (startMs: number, key = `key-of-${startMs}`) => ({
  startMs,
  idempotencyKey: key,
  recipient: { name: '', email: '', note: '', tzid: 'Europe/London' },
})
