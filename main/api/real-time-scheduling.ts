import { type RequestHandler, Router } from 'express'
import { wireEventTime } from '../scheduling/completed-callback.ts'
import { addLink, disableLink, findLinkByToken, type StoredLink } from '../scheduling/links.ts'
import { readOrganizer } from '../scheduling/organizer.ts'
import { fillPlaceholders } from '../scheduling/target-events.ts'
import type { World } from '../scheduling/world.ts'
import { parseOrAnswer, sendFaults, sendNotFound } from './answers.ts'
import { linkFromWire } from './link-from-wire.ts'
import { disabling, realTimeScheduling } from './wire/real-time-scheduling.ts'

/** Cronofy's Real-Time Scheduling: make a link, ask what became of it, disable it. */
export function realTimeSchedulingRoutes(world: World, requireClient: RequestHandler): Router {
  const routes = Router()
  routes.use('/real_time_scheduling', requireClient)
  routes.post('/real_time_scheduling', (req, res) => {
    const wire = parseOrAnswer(realTimeScheduling, req.body, res)
    if (wire === null) return
    const { template, faults } = linkFromWire(world, wire, readOrganizer(world).tzid)
    if (faults.length > 0) sendFaults(res, faults)
    else res.json(showWireLink(world, addLink(world, template, 'api')))
  })
  routes.get('/real_time_scheduling', (req, res) => {
    const { token } = req.query
    const link = typeof token === 'string' ? findLinkByToken(world, token) : null
    if (link === null) sendNotFound(res)
    else res.json(showWireLink(world, link))
  })
  routes.get('/real_time_scheduling/:id', (req, res) => {
    const link = world.store.links.get(req.params.id)
    if (link === null) sendNotFound(res)
    else res.json(showWireLink(world, link))
  })
  routes.post('/real_time_scheduling/:id/disable', (req, res) => {
    const wire = parseOrAnswer(disabling, req.body, res)
    const link = world.store.links.get(req.params.id)
    if (link === null) sendNotFound(res)
    else if (wire !== null || req.body == null) res.json(showWireLink(world, disableOpen(world, link, wire)))
  })
  return routes
}

/** A link through which a time was chosen stays completed: disabling it changes nothing. */
function disableOpen(
  world: World,
  link: StoredLink,
  wire: { display_message?: string | null | undefined } | null | undefined,
): StoredLink {
  if (link.status === 'completed') return link
  return disableLink(world, link.linkId, wire?.display_message ?? '')
}

/** `url` stands at the root too: several SDKs read it there. */
function showWireLink(world: World, link: StoredLink) {
  const url = world.linkUrl(link.token)
  const { event } = link.template
  const booking = world.store.bookings.ofLink(link.linkId)
  const chosen = booking !== null && link.status === 'completed' ? booking : null
  const times =
    chosen === null
      ? {}
      : { start: wireEventTime(chosen.startMs, event.tzid), end: wireEventTime(chosen.endMs, event.tzid) }
  const text = fillPlaceholders(event, chosen?.conferencingUrl ?? null)
  return {
    url,
    real_time_scheduling: {
      real_time_scheduling_id: link.linkId,
      url,
      status: link.status,
      event: {
        ...(event.eventId === null ? {} : { event_id: event.eventId }),
        summary: event.summary,
        description: text.description,
        tzid: event.tzid,
        ...(text.location === '' ? {} : { location: { description: text.location } }),
        event_private: false,
        ...times,
      },
    },
  }
}
