import type { GuardedFetch, GuardedResponse, NetworkPolicy } from '../../network/guarded-fetch.ts'
import { type Errand, faultOf, malformed } from './dav-fault.ts'
import { decodeBody } from './decode-body.ts'
import { isSuccess, type Multistatus, readMultistatus } from './multistatus.ts'
import { redirectTarget } from './trusted-address.ts'
import { parseXml, UnreadableXml, type XmlElement } from './xml.ts'

export interface DavMeans {
  readonly fetch: GuardedFetch
  policy(): NetworkPolicy
  readonly clock: { now(): number }
}

export interface DavRequest {
  readonly method: string
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface DavAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** After redirects: what relative hrefs in it are relative to. */
  readonly url: string
  readonly body: Uint8Array
}

export interface Credentials {
  readonly username: string
  readonly password: string
}

const deadlineMs = { read: 20_000, write: 10_000 } as const
const maxBytes = 16_000_000
const maxRedirects = 5

/** One account's requests. Everything throws CalendarFault or NetworkFault, and neither holds the password. */
export class DavClient {
  readonly #means: DavMeans
  readonly #authorization: string
  readonly #signal: AbortSignal

  constructor(means: DavMeans, credentials: Credentials, signal: AbortSignal) {
    this.#means = means
    this.#authorization = basicAuthorization(credentials)
    this.#signal = signal
  }

  /** Any status but 401 is an answer. Redirects are followed here, so that the password goes nowhere unjudged. */
  async ask(request: DavRequest, errand: Errand): Promise<DavAnswer> {
    let url = request.url
    for (let hops = 0; ; hops++) {
      const answer = await this.#send({ ...request, url }, errand)
      const next = redirectTarget(answer, hops >= maxRedirects)
      if (next === null && answer.status === 401) throw this.fault(answer, errand)
      if (next === null) return answer
      url = next
    }
  }

  /** @throws CalendarFault for whatever is no multistatus */
  async askMultistatus(request: DavRequest): Promise<Multistatus & { readonly url: string }> {
    const answer = await this.ask(request, 'read')
    if (answer.status !== 207) throw this.fault(answer, 'read')
    return this.multistatusOf(answer)
  }

  async multistatusOf(answer: DavAnswer): Promise<Multistatus & { readonly url: string }> {
    const multistatus = readMultistatus(await this.xmlOf(answer))
    if (multistatus === null) throw malformed(answer.url, 'it lists no calendar objects')
    return { ...multistatus, url: answer.url }
  }

  async xmlOf(answer: DavAnswer): Promise<XmlElement> {
    try {
      return await parseXml(this.textOf(answer))
    } catch (cause) {
      if (!(cause instanceof UnreadableXml)) throw cause
      throw malformed(answer.url, 'its XML is broken', cause)
    }
  }

  textOf({ body, headers, url }: DavAnswer): string {
    const text = decodeBody(body, headers['content-type'])
    if (text === null) throw malformed(url, 'its letters are in no known charset')
    return text
  }

  fault(answer: DavAnswer, errand: Errand) {
    return faultOf(answer, errand, this.#means.clock.now())
  }

  #send({ method, url, headers = {}, body }: DavRequest, errand: Errand): Promise<GuardedResponse> {
    return this.#means.fetch({
      method,
      url,
      headers: { ...headers, authorization: this.#authorization },
      ...(body === undefined ? {} : { body }),
      deadlineMs: deadlineMs[errand],
      maxBytes,
      maxRedirects: 0,
      signal: this.#signal,
      policy: this.#means.policy(),
    })
  }
}

/** RFC 7617, in UTF-8 as its section 2.1 has it. */
function basicAuthorization({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`
}

export { isSuccess }
