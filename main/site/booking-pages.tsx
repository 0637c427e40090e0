import express, { type Request, type Response, Router } from 'express'
import type { Cover } from '../calendars/coverage.ts'
import { type BookOutcome, book } from '../scheduling/book.ts'
import { minuteToMs, stretchToRead } from '../scheduling/facts.ts'
import { countedCalendars, maximumAgeMs, refreshDeadlineMs, staleCalendars } from '../scheduling/freshness.ts'
import { findLinkByToken, type StoredLink } from '../scheduling/links.ts'
import { tellNoTimesShown, tellNoTimesSuit } from '../scheduling/no-times.ts'
import type { Offer } from '../scheduling/offers.ts'
import { readOrganizer } from '../scheduling/organizer.ts'
import { bookingsOfLink, listLinkOffers, listSequences, partsOf } from '../scheduling/sequence-links.ts'
import { fillPlaceholders } from '../scheduling/target-events.ts'
import type { World } from '../scheduling/world.ts'
import type { BookingRow } from '../store/bookings.ts'
import type { CalendarEntry } from './calendar-links.ts'
import { type BookedEvent, eventFile } from './event-file.ts'
import { groupByDay } from './offered-days.ts'
import { Choose } from './pages/choose.tsx'
import { Completed } from './pages/completed.tsx'
import { Confirm } from './pages/confirm.tsx'
import { Plain } from './pages/plain.tsx'
import type { Scheduled } from './pages/schedule.tsx'
import type { Meeting } from './pages/what.tsx'
import { type RecipientForm, readRecipientForm } from './recipient-form.ts'
import { sendPage } from './send-page.ts'
import { addressOf, readVisit, type Visit } from './visit.ts'

/** What is here already is read, even after servers took all of the time that a visitor waits. */
const leastCoverMs = 500

export interface BookingPageOptions {
  readonly world: World
  readonly cover: Cover
  /** Asks the servers of calendars that were confirmed before `sinceMs`, for as long as the deadline allows. */
  readonly refresh: (calendarIds: readonly string[], sinceMs: number, deadlineMs: number) => Promise<void>
}

/** The pages of one link: `GET /book/{token}` to choose, look and see what was booked; `POST` to book. */
export function bookingPages(options: BookingPageOptions): Router {
  const routes = Router()
  const pages = new BookingPages(options)
  routes.get('/:token', (req, res) => pages.show(req, res, req.params.token))
  routes.get('/:token/event.ics', (req, res) => pages.download(res, req.params.token))
  const form = express.urlencoded({ extended: false, limit: '16kb', parameterLimit: 20 })
  routes.post('/:token', form, (req, res) => pages.submit(req, res, req.params['token'] ?? ''))
  routes.post('/:token/none-suits', form, (req, res) => pages.takeReply(req, res, req.params['token'] ?? ''))
  return routes
}

class BookingPages {
  readonly #world: World
  readonly #cover: Cover
  readonly #refresh: BookingPageOptions['refresh']

  constructor({ world, cover, refresh }: BookingPageOptions) {
    this.#world = world
    this.#cover = cover
    this.#refresh = refresh
  }

  async show(req: Request, res: Response, token: string): Promise<Response> {
    const link = findLinkByToken(this.#world, token)
    if (link === null) return sendUnknown(res)
    const visit = readVisit(req, `/book/${token}`, link.template)
    if (link.status !== 'open') return this.#showClosed(res, link, visit)
    await this.#readCalendars(link)
    const offers = listLinkOffers(this.#world, link)
    if (offers.length === 0 && req.method === 'GET') tellNoTimesShown(this.#world, link, visit.tzid)
    if (visit.startMs === null) return this.#choose(res, link, visit, offers, 200)
    if (!offers.some(o => o.startMs === visit.startMs)) return this.#choose(res, link, visit, offers, 409)
    return this.#lastLook(res, link, visit, visit.startMs, readRecipientForm(undefined), 200)
  }

  /** Books what the last look (or, where there is none, the list of times) sent. */
  async submit(req: Request, res: Response, token: string): Promise<Response> {
    const link = findLinkByToken(this.#world, token)
    if (link === null) return sendUnknown(res)
    const visit = readVisit(req, `/book/${token}`, link.template)
    const form = readRecipientForm(req.body)
    if (visit.startMs === null) return sendOn(res, visit.path)
    if (link.status === 'open' && Object.keys(form.faults).length > 0)
      return this.#lastLook(res, link, visit, visit.startMs, form, 422)
    await this.#readCalendars(link)
    const outcome = book(this.#world, token, {
      startMs: visit.startMs,
      idempotencyKey: form.key ?? this.#world.randomness.token(),
      recipient: { ...form.fields, tzid: visit.tzid },
      shownStartsMs: form.shownStartsMs,
    })
    return this.#answer(res, outcome, visit)
  }

  /** “None of these times suits”: told to the organizer; the link stays as it is. */
  takeReply(req: Request, res: Response, token: string): Response {
    const { key, fields } = readRecipientForm(req.body)
    const path = `/book/${token}`
    const reply = { key: key ?? this.#world.randomness.token(), message: fields.note }
    const stored = findLinkByToken(this.#world, token)
    if (stored === null) return sendUnknown(res)
    const visit = readVisit(req, path, stored.template)
    tellNoTimesSuit(this.#world, token, { ...reply, tzid: visit.tzid })
    return sendOn(res, `${addressOf(visit, {})}&told=1`)
  }

  download(res: Response, token: string): Response {
    const link = findLinkByToken(this.#world, token)
    const booked = link === null ? [] : bookedEvents(this.#world, link)
    if (booked.length === 0) return sendUnknown(res)
    return res
      .set('Content-Disposition', 'attachment; filename="event.ics"')
      .type('text/calendar; charset=utf-8')
      .send(eventFile(booked))
  }

  #answer(res: Response, outcome: BookOutcome, visit: Visit): Response {
    switch (outcome.kind) {
      case 'unknown_link':
        return sendUnknown(res)
      case 'booked':
        return sendOn(res, afterBooking(outcome.link, visit))
      case 'slot_taken':
        return this.#choose(res, outcome.link, visit, listLinkOffers(this.#world, outcome.link), 409)
      default:
        return this.#showClosed(res, outcome.link, visit, 409)
    }
  }

  /**
   * Before the times are worked out, calendars that are older than this link allows are asked for at their servers, and all
   * are read as far as this link looks. What could not be asked in time counts as busy.
   */
  async #readCalendars({ template: { query } }: StoredLink): Promise<void> {
    const { store, clock } = this.#world
    const begunMs = clock.now()
    const ids = countedCalendars(store, query).map(c => c.calendarId)
    await this.#refresh(ids, begunMs - maximumAgeMs(query), refreshDeadlineMs)
    const { fromMs, toMs } = stretchToRead(query)
    const subs = query.participants.flatMap(g => g.members.map(m => m.sub))
    const leftMs = Math.max(leastCoverMs, refreshDeadlineMs - (clock.now() - begunMs))
    await this.#cover(subs, fromMs, toMs, Math.min(leftMs, refreshDeadlineMs))
  }

  /** Whether some calendar counts as busy only because its server cannot be asked just now. */
  #isUnsure({ template: { query } }: StoredLink): boolean {
    return staleCalendars(this.#world.store, query, this.#world.clock.now()).length > 0
  }

  #meeting({ template }: StoredLink): Meeting {
    const { summary, description, location } = template.event
    const text = fillPlaceholders({ ...template.event, description, location }, null)
    return {
      organizerName: readOrganizer(this.#world).name,
      summary,
      ...text,
      durationMinutes: template.query.requiredDurationMinutes,
    }
  }

  #choose(
    res: Response,
    link: StoredLink,
    visit: Visit,
    offers: readonly Offer[],
    status: 200 | 409,
  ): Response {
    const meeting = this.#meeting(link)
    const bookAtOnce = link.template.confirm ? null : { key: this.#world.randomness.token() }
    const options = {
      title: `Pick a time: ${meeting.summary}`,
      step: 'choose' as const,
      zone: visit.tzid,
      zoneChosen: visit.tzidChosen,
      formLeadsTo: link.template.completedRedirectUrl,
    }
    const days = groupByDay(offers, visit.tzid)
    const unsure = this.#isUnsure(link)
    // Nothing is known to be free, which is not the same as nothing being free.
    if (unsure && offers.length === 0) res.set('Retry-After', '60')
    return sendPage(
      res,
      unsure && offers.length === 0 ? 503 : status,
      options,
      <Choose
        {...{ meeting, visit, days, bookAtOnce, unsure }}
        taken={status === 409}
        replyKey={this.#world.randomness.token()}
      />,
    )
  }

  #lastLook(
    res: Response,
    link: StoredLink,
    visit: Visit,
    startMs: number,
    form: RecipientForm,
    status: number,
  ): Response {
    const meeting = this.#meeting(link)
    const bookingKey = form.key ?? this.#world.randomness.token()
    const options = { title: `Book: ${meeting.summary}`, formLeadsTo: link.template.completedRedirectUrl }
    const { fields, faults } = form
    return sendPage(
      res,
      status,
      options,
      <Confirm
        {...{ meeting, visit, startMs, bookingKey, fields, faults }}
        meetings={this.#scheduleAt(link, startMs)}
      />,
    )
  }

  /** The meetings of a sequence that begins then, each at its time; none of them for one meeting alone. */
  #scheduleAt(link: StoredLink, startMs: number): Scheduled[] {
    const parts = partsOf(this.#world, link)
    const found = listSequences(this.#world, parts).find(s => minuteToMs(s.start) === startMs)
    return (found?.items ?? []).map(({ id, start, end }) => ({
      summary: parts.find(p => p.item.sequenceId === id)?.link.template.event.summary ?? '',
      startMs: minuteToMs(start),
      endMs: minuteToMs(end),
    }))
  }

  #showClosed(res: Response, link: StoredLink, visit: Visit, status?: 409): Response {
    const organizerName = readOrganizer(this.#world).name
    const bookings = bookingsOfLink(this.#world, link)
    const [booking, last] = [bookings[0], bookings.at(-1)]
    if (link.status === 'disabled' || booking === undefined || last === undefined) {
      const heading = 'This link is closed'
      const text =
        link.displayMessage || `${organizerName || 'Whoever sent it'} no longer offers times through it.`
      return sendPage(res, 410, { title: heading }, <Plain heading={heading} text={text} />)
    }
    const props = {
      organizerName,
      visit: visit.tzidChosen ? visit : { ...visit, tzid: booking.recipient.tzid },
      entry: { ...entryOf(link, booking), endMs: last.endMs },
      meetings: bookedEvents(this.#world, link).map(b => b.entry),
      icsPath: `${visit.path}/event.ics`,
      redirectUri: link.template.redirectUri,
      cancelled: bookings.every(b => b.status === 'cancelled'),
      late: status === 409,
    }
    const title = props.cancelled ? 'Called off' : `Booked: ${props.entry.summary}`
    return sendPage(res, status ?? 200, { title }, <Completed {...props} />)
  }
}

function afterBooking(link: StoredLink, visit: Visit): string {
  const { completedRedirectUrl } = link.template
  if (completedRedirectUrl === null)
    return `${visit.path}?${new URLSearchParams({ tzid: visit.tzid, clock: visit.hour12 ? '12' : '24' })}`
  const url = new URL(completedRedirectUrl)
  url.searchParams.set('token', link.token)
  return url.href
}

function entryOf({ template }: StoredLink, booking: BookingRow): CalendarEntry {
  const text = fillPlaceholders(template.event, booking.conferencingUrl)
  return { summary: template.event.summary, ...text, startMs: booking.startMs, endMs: booking.endMs }
}

/** What stands, of the one meeting or of each of a sequence. */
function bookedEvents(world: World, link: StoredLink): BookedEvent[] {
  const links = [link, ...partsOf(world, link).map(p => p.link)]
  return bookingsOfLink(world, link).flatMap(booking => {
    const own = links.find(l => l.linkId === booking.linkId)
    if (own === undefined || booking.status !== 'confirmed') return []
    const { eventUid: uid, createdMs: stampMs, sequence, conferencingUrl: url } = booking
    const { tzid } = own.template.event
    return [{ entry: entryOf(own, booking), uid, stampMs, sequence, tzid, url }]
  })
}

/** 303: the browser fetches what comes next with GET, so that reloading it sends nothing again. */
function sendOn(res: Response, address: string): Response {
  res.redirect(303, address)
  return res
}

function sendUnknown(res: Response): Response {
  const heading = 'There is nothing at this address'
  const text =
    'If somebody sent you this link, open it once more as a whole: part of it may have been cut off. ' +
    'If it still leads here, ask them for a new one.'
  return sendPage(res, 404, { title: heading }, <Plain heading={heading} text={text} />)
}
