/** A real CalDAV server on a loopback port, with its data in a folder that goes with it. */
export interface CaldavServer {
  /** What an organizer would type in as the server's address. */
  readonly url: string
  /** To be allowed by name: the server is on a private address. */
  readonly allowedHost: string
  /** Each has one calendar; the first is who the tests sign in as. */
  readonly users: readonly CaldavUser[]
  readonly password: string
  /** Whether it sends invitations to its own users (RFC 6638). */
  readonly delivers: boolean
  stop(): Promise<void>
}

export interface CaldavUser {
  readonly name: string
  readonly email: string
  /** Where the user's calendar stands, with a slash at the end. */
  readonly calendarUrl: string
}

/** Asks a server as a user, past all code of the program: for setting up, and for looking at what is there. */
export async function askCaldav(
  server: Pick<CaldavServer, 'password'>,
  user: string,
  request: {
    readonly method: string
    readonly url: string
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: string
  },
): Promise<{ status: number; headers: Headers; text: string }> {
  const authorization = `Basic ${Buffer.from(`${user}:${server.password}`).toString('base64')}`
  const { method, url, headers, body = null } = request
  const response = await fetch(url, { method, body, headers: { authorization, ...headers } })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

/** Makes a calendar for events (RFC 4791 5.3.1), or for the components named. */
export async function makeCalendar(
  server: Pick<CaldavServer, 'password'>,
  user: string,
  url: string,
  options: { readonly name?: string; readonly component?: string } = {},
): Promise<void> {
  const { name = 'Work', component = 'VEVENT' } = options
  const body = `<?xml version="1.0" encoding="utf-8"?>
<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>
<D:displayname>${name}</D:displayname>
<C:supported-calendar-component-set><C:comp name="${component}"/></C:supported-calendar-component-set>
</D:prop></D:set></C:mkcalendar>`
  const { status, text } = await askCaldav(server, user, {
    method: 'MKCALENDAR',
    url,
    headers: { 'content-type': 'application/xml; charset=utf-8' },
    body,
  })
  if (status !== 201) throw new Error(`No calendar was made at ${url}: ${status} ${text}`)
}
