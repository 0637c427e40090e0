import type { LinkToCreate } from '../../preload/contract/links.ts'
import type { RunningHost } from './run-host.ts'

/** Monday 19 July 2027, 09:00 to 18:00 in London, which is an hour ahead of UTC then. */
export const monday = {
  startMs: Date.parse('2027-07-19T08:00:00Z'),
  endMs: Date.parse('2027-07-19T17:00:00Z'),
}

export const nineToFive = [1, 2, 3, 4, 5].map(day => ({ day, startMinute: 540, endMinute: 1020 }))

/** A link of the organizer alone, an hour on that Monday. */
export function sampleLink(sub: string, change: Partial<LinkToCreate> = {}): LinkToCreate {
  return {
    summary: 'Product Manager Interview at Globex',
    description: '',
    location: '',
    query: {
      participants: [{ members: [{ sub, managedAvailability: false }], required: 'all' }],
      requiredDurationMinutes: 60,
      queryPeriods: [monday],
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
      startIntervalMinutes: 30,
      minimumNoticeMinutes: 0,
      tzid: 'Europe/London',
    },
    targetCalendars: [],
    conferencingProfileId: null,
    callbackUrl: '',
    redirectUrl: '',
    ...change,
  }
}

export async function setUpOrganizer(host: RunningHost): Promise<void> {
  await host.ask('organizer.set', {
    name: 'Ada Books',
    email: 'ada@example.org',
    tzid: 'Europe/London',
    hours: nineToFive,
  })
}

/** Sends the booking form as a browser does; redirects are not followed. */
export function submitBooking(
  url: string,
  startMs: number,
  fields: Record<string, string> = {},
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ start: new Date(startMs).toISOString(), tzid: 'Europe/London', ...fields }),
  })
}
