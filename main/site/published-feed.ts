import { type Request, type Response, Router } from 'express'
import { type EventToWrite, writeCalendar } from '../icalendar/write-calendar.ts'
import { tokenDigest } from '../scheduling/secrets.ts'
import type { World } from '../scheduling/world.ts'
import type { EventRow } from '../store/events.ts'
import { Plain } from './pages/plain.tsx'
import { sendPage } from './send-page.ts'

const dayMs = 86_400_000
/** What a phone that subscribes shows: the last months and the coming year. */
const pastMs = 90 * dayMs
const aheadMs = 400 * dayMs

/** `GET /feed/{token}.ics`: a built-in calendar that the organizer published, for programs that subscribe to it. */
export function publishedFeeds(world: World): Router {
  const routes = Router()
  routes.get('/:file', (req, res) => void sendFeed(world, req, res))
  return routes
}

function sendFeed(world: World, req: Request<{ file: string }>, res: Response): Response {
  const token = req.params.file.replace(/\.ics$/, '')
  const feed = world.store.publishedFeeds.byTokenDigest(tokenDigest(token))
  const calendar = feed === null ? null : world.store.calendars.get(feed.calendarId)
  if (calendar === null) return sendNothing(res)
  const nowMs = world.clock.now()
  const events = world.store.events.within(calendar.calendarId, nowMs - pastMs, nowMs + aheadMs)
  return res.type('text/calendar; charset=utf-8').send(
    writeCalendar({
      prodId: '-//Openslot//Feed//EN',
      method: 'PUBLISH',
      name: calendar.name,
      events: events.map(toWrite),
    }),
  )
}

function sendNothing(res: Response): Response {
  const heading = 'There is nothing at this address'
  const text = 'The calendar that was published here is not published any more.'
  return sendPage(res, 404, { title: heading }, Plain({ heading, text }))
}

const given = (text: string) => (text === '' ? undefined : text)

function toWrite(event: EventRow): EventToWrite {
  return {
    uid: event.eventUid,
    stampMs: event.updatedMs,
    lastModifiedMs: event.updatedMs,
    sequence: 0,
    summary: event.summary,
    description: given(event.description),
    location: given(event.location),
    url: event.conferencingUrl ?? given(event.url),
    startMs: event.startMs,
    endMs: event.endMs,
    zone: event.tzid,
    allDay: event.allDay,
    status: event.status === 'tentative' ? 'TENTATIVE' : 'CONFIRMED',
    transp: event.status === 'free' ? 'TRANSPARENT' : 'OPAQUE',
  }
}
