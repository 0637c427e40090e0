import { type RequestHandler, Router } from 'express'
import { z } from 'zod'
import { createCalendar } from '../scheduling/calendars.ts'
import { readOrganizer, readOrganizerSub } from '../scheduling/organizer.ts'
import { firstWritable } from '../scheduling/target-events.ts'
import type { World } from '../scheduling/world.ts'
import type { CalendarRow } from '../store/calendars.ts'
import { invalidFault, parseOrAnswer, sendFaults } from './answers.ts'

const calendarToCreate = z.object({
  profile_id: z.string().max(128).nullish(),
  name: z.string().min(1).max(200),
})

/** The one profile of an account: calendars live in Openslot itself. */
const profileOf = (sub: string) => sub.replace(/^acc_/, 'pro_')

export function calendarRoutes(world: World, requireAccount: RequestHandler): Router {
  const routes = Router()
  routes.get('/calendars', requireAccount, (_req, res) => {
    const sub = readOrganizerSub(world.store)
    res.json({ calendars: world.store.calendars.of(sub).map(c => showWireCalendar(world, c)) })
  })
  routes.post('/calendars', requireAccount, (req, res) => {
    const sub = readOrganizerSub(world.store)
    const wire = parseOrAnswer(calendarToCreate, req.body, res)
    if (wire === null) return res
    if (wire.profile_id != null && wire.profile_id !== profileOf(sub))
      return sendFaults(res, [invalidFault('profile_id', 'is no profile of this account')])
    const { calendarId } = createCalendar(world, sub, wire.name)
    const row = world.store.calendars.get(calendarId)
    return res.json({ calendar: row === null ? null : showWireCalendar(world, row) })
  })
  routes.get('/userinfo', requireAccount, (_req, res) => {
    res.json(showUserinfo(world))
  })
  return routes
}

function showWireCalendar({ store }: World, row: CalendarRow) {
  return {
    provider_name: 'cronofy',
    profile_id: profileOf(row.sub),
    profile_name: store.people.get(row.sub)?.email ?? '',
    calendar_id: row.calendarId,
    calendar_name: row.name,
    calendar_readonly: row.kind !== 'built_in',
    calendar_deleted: false,
    calendar_primary: firstWritable(store, row.sub)[0]?.calendarId === row.calendarId,
    calendar_integrated_conferencing_available: false,
    calendar_attachments_available: false,
    permission_level: row.kind === 'built_in' ? 'unrestricted' : 'sandbox',
  }
}

/** OpenID's fields and Cronofy's own, under literal dotted keys as Cronofy writes them. */
function showUserinfo(world: World) {
  const { sub, name, email, tzid } = readOrganizer(world)
  const profile = {
    provider_name: 'cronofy',
    provider_service: 'openslot',
    profile_id: profileOf(sub),
    profile_name: email,
    profile_connected: true,
    profile_initial_sync_required: false,
    profile_calendars: world.store.calendars.of(sub).map(c => showWireCalendar(world, c)),
  }
  return {
    sub,
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
