import { z } from 'zod'
import { calendarId, connectionId, email, httpUrl, line, sub } from './values.ts'

/** An account on somebody's server through which calendars are read and written. */
export const connection = z.strictObject({
  connectionId,
  sub,
  kind: z.enum(['feed', 'caldav', 'google', 'microsoft']),
  /** Whose account it is there, for people: an e-mail address, a host. Never secret. */
  name: z.string(),
  /** `sign_in`: the password or token is not accepted any more. `failing`: it may be over by itself. */
  state: z.enum(['ok', 'failing', 'sign_in']),
  /** A sentence about what is wrong, and what to do. */
  problem: z.string().nullable(),
})
export type Connection = z.infer<typeof connection>

/** A calendar that the account has at its server. */
export const foundCalendar = z.strictObject({
  remoteId: z.string(),
  name: z.string(),
  color: z.string().nullable(),
  takesEvents: z.boolean(),
  /** The calendar that it is here, or null: it is not read. */
  calendarId: calendarId.nullable(),
})
export type FoundCalendar = z.infer<typeof foundCalendar>

export const connected = z.strictObject({ connection, found: z.array(foundCalendar) })
export type Connected = z.infer<typeof connected>

const password = z.string().min(1, 'Please fill this in.').max(1000)
/** The host of the address is private, plain or on an unusual port, and the organizer says that it is theirs. */
const allowHost = z.boolean()

export const caldavToConnect = z.strictObject({
  sub,
  /** An e-mail address, a host, or the address of a server. */
  address: line(2000),
  username: line(320),
  password,
  allowHost,
})
export type CaldavToConnect = z.infer<typeof caldavToConnect>

export const feedToSubscribe = z.strictObject({
  sub,
  /** `https:`, or `webcal:`, which means the same. */
  address: line(4000),
  /** Absent: as the feed calls itself. */
  name: line(200).optional(),
  allowHost,
})
export type FeedToSubscribe = z.infer<typeof feedToSubscribe>

export const remoteIds = z.array(z.string().max(2000)).max(200)

/** The organizer signs in at the provider in a browser; `connectionId`: anew, for a connection that is there. */
export const signInToBegin = z
  .strictObject({
    sub,
    kind: z.enum(['google', 'microsoft']),
    /** Absent: that of the connection, and its secret. */
    clientId: line(400).optional(),
    /** Google gives one to desktop apps, too; Microsoft none. */
    clientSecret: z.string().trim().max(400).nullable(),
    connectionId: connectionId.optional(),
  })
  .refine(s => s.clientId !== undefined || s.connectionId !== undefined, {
    error: 'Please fill this in.',
    path: ['clientId'],
  })
export type SignInToBegin = z.infer<typeof signInToBegin>

export const signInId = z.string().min(1).max(100)
export const signInBegun = z.strictObject({ signInId, authorizeUrl: httpUrl })
export type SignInBegun = z.infer<typeof signInBegun>
export const signInState = z.strictObject({
  state: z.enum(['waiting', 'done', 'failed']),
  /** Once done: what it brought. */
  connectionId: connectionId.nullable(),
  problem: z.string().nullable(),
})
export type SignInState = z.infer<typeof signInState>

/** Somebody whose free/busy the account may see at its provider, as a calendar of `sub`. */
export const colleagueToAdd = z.strictObject({ connectionId, sub, email })
