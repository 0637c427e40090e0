import type { Link, LinkToCreate } from '../../preload/contract/links.ts'
import type { LinkRow } from '../store/links.ts'
import { showBooking } from './bookings.ts'
import { findCallbackFault } from './callback-faults.ts'
import type { AvailabilityQuery, LinkTemplate } from './link-template.ts'
import { conflict, invalid, notFound, Refusal } from './refusal.ts'
import { tokenDigest } from './secrets.ts'
import type { World } from './world.ts'

export type StoredLink = LinkRow<LinkTemplate>

/** Adds a link whose template was checked by whoever made it (the desk's form or the API). */
export function addLink(world: World, template: LinkTemplate, madeBy: 'desk' | 'api'): StoredLink {
  const token = world.randomness.token()
  const row: StoredLink = {
    linkId: world.randomness.id('sch'),
    token,
    tokenDigest: tokenDigest(token),
    status: 'open',
    displayMessage: '',
    madeBy,
    template,
    createdMs: world.clock.now(),
  }
  world.store.links.add(row)
  world.announce('changed', { noun: 'links' })
  return row
}

/** @throws Refusal `invalid_input`, with every fault at the path of its field */
export function createDeskLink(world: World, input: LinkToCreate): Link {
  const template: LinkTemplate = {
    query: input.query as AvailabilityQuery,
    event: {
      eventId: null,
      summary: input.summary,
      description: input.description,
      location: input.location,
      url: '',
      tzid: input.query.tzid,
      status: 'busy',
      attendees: [],
      conferencing:
        input.conferencingProfileId === null
          ? null
          : { kind: 'profile', profileId: input.conferencingProfileId },
    },
    targetCalendars: input.targetCalendars,
    eventCreation: 'default',
    callbackUrls: { completed: input.callbackUrl || null },
    redirectUri: input.redirectUrl || null,
    completedRedirectUrl: null,
    hourFormat: null,
    confirm: true,
  }
  const callbackFault = findCallbackFault(world, template.callbackUrls.completed)
  refuseFaults(
    findQueryFaults(world, template.query, 'query'),
    findTargetFaults(world, input),
    callbackFault === null ? [] : [{ path: 'callbackUrl', message: callbackFault }],
  )
  return showLink(world, addLink(world, template, 'desk'))
}

export interface Fault {
  readonly path: string
  readonly message: string
}

/** @throws Refusal that names every fault */
export function refuseFaults(...lists: readonly (readonly Fault[])[]): void {
  const faults = lists.flat()
  const first = faults[0]
  if (first === undefined) return
  const fields = Object.fromEntries(faults.map(f => [f.path, [f.message]]))
  throw new Refusal({ code: 'invalid_input', message: first.message, fields })
}

/** People and calendars that do not exist, by the dotted path of the field that names them. */
export function findQueryFaults({ store }: World, query: AvailabilityQuery, at: string): Fault[] {
  return query.participants.flatMap((group, g) =>
    group.members.flatMap((member, m) => {
      const path = `${at}.participants.${g}.members.${m}`
      if (store.people.get(member.sub) === null)
        return [{ path: `${path}.sub`, message: 'There is no such person here.' }]
      const own = new Set(store.calendars.of(member.sub).map(c => c.calendarId))
      return (member.calendarIds ?? []).flatMap((id, c) =>
        own.has(id)
          ? []
          : [{ path: `${path}.calendarIds.${c}`, message: 'This person has no such calendar.' }],
      )
    }),
  )
}

function findTargetFaults({ store }: World, input: LinkToCreate): Fault[] {
  const targets = input.targetCalendars.flatMap((target, i): Fault[] => {
    const calendar = store.calendars.get(target.calendarId)
    const path = `targetCalendars.${i}.calendarId`
    if (calendar === null || calendar.sub !== target.sub)
      return [{ path, message: 'There is no such calendar.' }]
    return calendar.takesEvents
      ? []
      : [{ path, message: `“${calendar.name}” is only read: it takes no events.` }]
  })
  const profileId = input.conferencingProfileId
  return profileId === null || store.conferencing.get(profileId) !== null
    ? targets
    : [...targets, { path: 'conferencingProfileId', message: 'There is no such conferencing profile.' }]
}

export function listLinks(world: World): Link[] {
  const listed = world.store.links.all().filter(row => row.template.partOfSequence !== true)
  return listed.map(row => showLink(world, row))
}

export function findLink(world: World, linkId: string): StoredLink {
  const row = world.store.links.get(linkId)
  if (row === null) throw notFound('link')
  return row
}

export function findLinkByToken(world: World, token: string): StoredLink | null {
  return world.store.links.byTokenDigest(tokenDigest(token))
}

/** After this the page says the message instead of times. Only an open link can be disabled. */
export function disableLink(world: World, linkId: string, displayMessage: string): StoredLink {
  const row = findLink(world, linkId)
  if (row.status === 'completed') throw conflict('A time was chosen through this link already.')
  if (displayMessage.length > 499) throw invalid('displayMessage', 'At most 499 characters, please.')
  world.store.transact(() => {
    const parts = row.template.sequence?.map(i => i.linkId) ?? []
    for (const id of [linkId, ...parts]) world.store.links.setStatus(id, 'disabled', displayMessage)
  })
  world.announce('changed', { noun: 'links' })
  return findLink(world, linkId)
}

/** A link as the desk shows it. */
export function showLink(world: World, row: StoredLink): Link {
  const { template } = row
  // Of a sequence the desk shows its first meeting here, and all of them among the bookings.
  const booking = world.store.bookings.ofLink(template.sequence?.[0]?.linkId ?? row.linkId)
  const { conferencing } = template.event
  const notices = world.store.linkNotices.of(row.linkId)
  return {
    linkId: row.linkId,
    url: world.linkUrl(row.token),
    status: row.status,
    displayMessage: row.displayMessage,
    summary: template.event.summary,
    description: template.event.description,
    location: template.event.location,
    query: showQuery(template.query),
    targetCalendars: template.targetCalendars.map(({ sub, calendarId }) => ({ sub, calendarId })),
    callbackUrl: template.callbackUrls.completed ?? '',
    redirectUrl: template.redirectUri ?? '',
    conferencingProfileId: conferencing?.kind === 'profile' ? conferencing.profileId : null,
    madeBy: row.madeBy,
    createdMs: row.createdMs,
    booking: booking === null ? null : showBooking(world, booking),
    noTimesSuit: notices
      .filter(n => n.kind === 'no_times_suit')
      .map(({ message, tzid, createdMs }) => ({ message, tzid, createdMs })),
    noTimesShownMs: notices.find(n => n.kind === 'no_times_shown')?.createdMs ?? null,
  }
}

/** What the desk's own form could say of a query; what only a program can ask for is left out. */
function showQuery(query: AvailabilityQuery): Link['query'] {
  return {
    participants: query.participants.map(g => ({
      required: g.required,
      members: g.members.map(({ sub, calendarIds, managedAvailability, overBusy }) => ({
        sub,
        managedAvailability,
        ...(overBusy === 'always' ? { overBusy } : {}),
        ...(calendarIds === undefined ? {} : { calendarIds: [...calendarIds] }),
      })),
    })),
    requiredDurationMinutes: query.requiredDurationMinutes,
    queryPeriods: [...query.queryPeriods],
    bufferBeforeMinutes: query.bufferBeforeMinutes,
    bufferAfterMinutes: query.bufferAfterMinutes,
    startIntervalMinutes: query.startIntervalMinutes as Link['query']['startIntervalMinutes'],
    minimumNoticeMinutes: query.minimumNoticeMinutes,
    tzid: query.tzid,
    ...(query.bookingHorizonMinutes === undefined
      ? {}
      : { bookingHorizonMinutes: query.bookingHorizonMinutes }),
    ...(query.caps === undefined ? {} : { caps: query.caps.map(cap => ({ ...cap })) }),
    ...(query.maximumAgeMinutes === undefined ? {} : { maximumAgeMinutes: query.maximumAgeMinutes }),
  }
}
