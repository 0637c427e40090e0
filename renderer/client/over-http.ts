import { type Capabilities, type Client, type Connection, failed, type Outcome, type Push } from './client.ts'
import { eventStream, type OpenStream } from './event-stream.ts'

export interface HttpParts {
  readonly fetch: typeof fetch
  readonly openStream: OpenStream
}

const silent = 'Openslot does not answer. Is it still running?'

/** The desk in a browser of the same machine. `base` is the desk's own address; all paths are beside it. */
export function overHttp(base: string, parts: HttpParts): Client {
  const connections = new Set<(connection: Connection) => void>()
  let connection: Connection = 'live'
  const tell = (now: Connection) => {
    connection = now
    for (const listener of connections) listener(now)
  }
  return {
    call: (name, input) => post(parts.fetch, new URL(`./rpc/${name}`, base), input),
    subscribe: (listener: (push: Push) => void) =>
      eventStream(new URL('./events', base).href, parts.openStream, { push: listener, connection: tell }),
    capabilities: () => readCapabilities(parts.fetch, new URL('./capabilities', base)),
    watchConnection: listener => {
      connections.add(listener)
      listener(connection)
      return () => connections.delete(listener)
    },
  }
}

/** Trades the key of the desk's address for a cookie. False: the key is not (or no longer) the right one. */
export async function signIn(base: string, key: string, fetchIt: typeof fetch): Promise<boolean> {
  const response = await fetchIt(new URL('./session', base), json({ key }))
  return response.ok
}

/** The key that the desk's address carries in its fragment, where no server and no log sees it. */
export function keyInFragment(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('key')
}

function json(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

async function post<T>(fetchIt: typeof fetch, url: URL, input: unknown): Promise<Outcome<T>> {
  try {
    const response = await fetchIt(url, json(input))
    return await envelope<T>(response)
  } catch {
    return failed('internal', silent)
  }
}

/** The envelope is the answer; the status only speaks where something between the desk and the program did. */
async function envelope<T>(response: Response): Promise<Outcome<T>> {
  const body: unknown = await response.json().catch(() => null)
  if (isEnvelope<T>(body)) return body
  if (response.status === 401) return failed('unauthorized', 'This desk is locked.')
  return failed('internal', `Openslot gave an answer that the desk cannot read (${response.status}).`)
}

function isEnvelope<T>(body: unknown): body is Outcome<T> {
  return typeof body === 'object' && body !== null && 'ok' in body && ('value' in body || 'error' in body)
}

/** Thrown by `capabilities` over HTTP: there is no sign-in, or not any longer. */
export class DeskLocked extends Error {
  override readonly name = 'DeskLocked'
}

async function readCapabilities(fetchIt: typeof fetch, url: URL): Promise<Capabilities> {
  const response = await fetchIt(url)
  if (response.status === 401) throw new DeskLocked('The desk is locked.')
  if (!response.ok) throw new Error(`The desk's capabilities cannot be read (${response.status}).`)
  return (await response.json()) as Capabilities
}
