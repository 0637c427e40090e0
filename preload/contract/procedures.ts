import { z } from 'zod'
import { availabilityQuery, preview, previewRequest } from './availability.ts'
import { booking } from './bookings.ts'
import {
  calendar,
  calendarChange,
  calendarEvent,
  calendarToCreate,
  calendarToImport,
  eventToWrite,
  eventWindow,
} from './calendars.ts'
import { conferencingProfile, conferencingToCreate } from './conferencing.ts'
import {
  caldavToConnect,
  colleagueToAdd,
  connected,
  connection,
  feedToSubscribe,
  foundCalendar,
  remoteIds,
  signInBegun,
  signInId,
  signInState,
  signInToBegin,
} from './connections.ts'
import { explanation, explanationRequest, relaxations } from './explanation.ts'
import { link, linkToCreate, linkToDisable } from './links.ts'
import { mail, mailTested, mailToSet } from './mail.ts'
import { hostToAllow, networkSettings } from './network.ts'
import { organizer, organizerDetails } from './organizer.ts'
import { person, personDetails } from './people.ts'
import { programAccess } from './program.ts'
import { reach, reachChoice } from './reach.ts'
import { bookingId, calendarId, connectionId, deliveryId, linkId, profileId, sub } from './values.ts'

/** A query changes nothing and may be asked again; a command changes something. */
type Kind = 'query' | 'command'

function procedure<K extends Kind, I extends z.ZodType, O extends z.ZodType>(kind: K, input: I, output: O) {
  return { kind, input, output } as const
}

const nothing = z.strictObject({})
const eventKey = z.strictObject({ calendarId, eventUid: z.string().min(1).max(1024) })

/** The one table of what the desk can ask of the program. Types, channels, routes and tests derive from it. */
export const procedures = {
  'organizer.read': procedure('query', nothing, organizer),
  'organizer.set': procedure('command', organizerDetails, organizer),

  'people.list': procedure('query', nothing, z.array(person)),
  'people.add': procedure('command', personDetails, person),
  'people.update': procedure('command', z.strictObject({ sub, details: personDetails }), person),
  'people.remove': procedure('command', z.strictObject({ sub }), nothing),

  'calendars.list': procedure('query', nothing, z.array(calendar)),
  'calendars.create': procedure('command', calendarToCreate, calendar),
  'calendars.import': procedure('command', calendarToImport, calendar),
  'calendars.update': procedure('command', calendarChange, calendar),
  /** Reads a feed from now on. */
  'calendars.subscribe': procedure('command', feedToSubscribe, calendar),
  /** Asks the server now. */
  'calendars.sync': procedure('command', z.strictObject({ calendarId }), calendar),
  /** A built-in calendar as a private feed for other programs; published anew, it has a new address. */
  'calendars.publish': procedure('command', z.strictObject({ calendarId, published: z.boolean() }), calendar),
  'calendars.remove': procedure('command', z.strictObject({ calendarId }), nothing),

  'connections.list': procedure('query', nothing, z.array(connection)),
  'connections.connectCaldav': procedure('command', caldavToConnect, connected),
  'connections.signInAgain': procedure(
    'command',
    z.strictObject({ connectionId, password: caldavToConnect.shape.password }),
    connection,
  ),
  'connections.beginSignIn': procedure('command', signInToBegin, signInBegun),
  'connections.signInState': procedure('query', z.strictObject({ signInId }), signInState),
  /** Asks the server which calendars there are. */
  'connections.found': procedure('query', z.strictObject({ connectionId }), z.array(foundCalendar)),
  /** From now on these of its calendars are read, and no others. */
  'connections.choose': procedure('command', z.strictObject({ connectionId, remoteIds }), z.array(calendar)),
  'connections.addColleague': procedure('command', colleagueToAdd, calendar),
  'connections.remove': procedure('command', z.strictObject({ connectionId }), nothing),

  'events.list': procedure('query', eventWindow, z.array(calendarEvent)),
  'events.create': procedure('command', eventToWrite, calendarEvent),
  'events.update': procedure(
    'command',
    z.strictObject({ ...eventKey.shape, event: eventToWrite }),
    calendarEvent,
  ),
  /** Removing the event of a booking cancels the booking. */
  'events.remove': procedure('command', eventKey, nothing),

  'availability.preview': procedure('query', previewRequest, preview),
  'availability.explain': procedure('query', explanationRequest, explanation),
  'availability.relax': procedure('query', z.strictObject({ query: availabilityQuery }), relaxations),

  'links.list': procedure('query', nothing, z.array(link)),
  'links.read': procedure('query', z.strictObject({ linkId }), link),
  'links.create': procedure('command', linkToCreate, link),
  'links.disable': procedure('command', linkToDisable, link),

  'bookings.list': procedure('query', nothing, z.array(booking)),
  'bookings.cancel': procedure('command', z.strictObject({ bookingId }), booking),
  'deliveries.retry': procedure('command', z.strictObject({ deliveryId }), booking),

  'conferencing.list': procedure('query', nothing, z.array(conferencingProfile)),
  'conferencing.create': procedure('command', conferencingToCreate, conferencingProfile),
  'conferencing.remove': procedure('command', z.strictObject({ profileId }), nothing),

  'reach.read': procedure('query', nothing, reach),
  'reach.set': procedure('command', reachChoice, reach),

  'network.read': procedure('query', nothing, networkSettings),
  'network.allow': procedure('command', hostToAllow, networkSettings),
  'network.disallow': procedure('command', hostToAllow, networkSettings),

  'mail.read': procedure('query', nothing, mail),
  'mail.set': procedure('command', mailToSet, mail),
  'mail.clear': procedure('command', nothing, mail),
  /** Sends a message to the organizer. */
  'mail.test': procedure('command', nothing, mailTested),

  'program.read': procedure('query', nothing, programAccess),
} as const

export type Procedures = typeof procedures
export type ProcedureName = keyof Procedures
export type InputOf<N extends ProcedureName> = z.infer<Procedures[N]['input']>
export type OutputOf<N extends ProcedureName> = z.infer<Procedures[N]['output']>
