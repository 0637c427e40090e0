import { type PreventableEvent, preventableEvent } from './preventable-event.ts'
import { handlerOf, type ProtocolHandler, toChromiumUrl, toElectronUrl } from './protocol.ts'
import type { WebContents } from './web-contents.ts'

export interface PausedRequest {
  readonly requestId: string
  readonly request: {
    readonly url: string
    readonly method: string
    readonly headers: Record<string, string>
    readonly postData?: string
    readonly postDataEntries?: readonly { readonly bytes?: string }[]
  }
  readonly resourceType: string
  readonly frameId: string
  readonly responseStatusCode?: number
  /** There when this request follows a redirect of another. */
  readonly redirectedRequestId?: string
}

interface Program {
  /** What the program itself is loading; only what a page asks for can be refused by `will-navigate`. */
  readonly loading: string
  readonly isMainFrame: boolean
}

/** What happens to one request of a page: navigation events, `onBeforeRequest`, `protocol.handle`, or the network. */
export async function answerRequest(
  contents: WebContents,
  paused: PausedRequest,
  program: Program,
): Promise<void> {
  const { requestId, request, resourceType, responseStatusCode } = paused
  if (responseStatusCode) return contents.devtools('Fetch.continueRequest', { requestId })
  const url = toElectronUrl(request.url)
  if (resourceType === 'Document' && isRefused(contents, url, paused, program)) {
    return contents.devtools('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
  }
  const details = { url, method: request.method, resourceType, webContentsId: contents.id }
  if (await contents.session.isCancelled(details)) {
    return contents.devtools('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' })
  }
  const handler = handlerOf(url)
  if (!handler) return contents.devtools('Fetch.continueRequest', { requestId })
  const response = await answerBy(handler, readRequest(url, paused))
  if (response) return fulfil(contents, requestId, response)
  return contents.devtools('Fetch.failRequest', { requestId, errorReason: 'Failed' })
}

async function answerBy(handler: ProtocolHandler, request: Request): Promise<Response | null> {
  try {
    return await handler(request)
  } catch (error) {
    console.error('fake electron: protocol handler', error)
    return null
  }
}

/** Electron's order: `will-frame-navigate` for any frame, then `will-navigate` for the main one; `will-redirect` after. */
function isRefused(contents: WebContents, url: string, paused: PausedRequest, program: Program): boolean {
  const { isMainFrame, loading } = program
  const isReload = url === contents.getURL() && paused.request.method === 'GET'
  if (url === 'about:blank' || (isMainFrame && isReload)) return false
  const event = preventableEvent({ url, isMainFrame, isSameDocument: false, frame: null, initiator: null })
  if (paused.redirectedRequestId !== undefined)
    return isPrevented(contents, 'will-redirect', event, isMainFrame)
  if (isMainFrame && url === loading) return false
  if (isPrevented(contents, 'will-frame-navigate', event)) return true
  return isMainFrame && isPrevented(contents, 'will-navigate', event)
}

function isPrevented(
  contents: WebContents,
  name: string,
  event: PreventableEvent & { readonly url: string },
  isMainFrame = true,
): boolean {
  contents.emit(name, event, event.url, false, isMainFrame)
  return event.defaultPrevented
}

function readRequest(url: string, { request }: PausedRequest): Request {
  const { method, headers, postData, postDataEntries } = request
  const bytes = postDataEntries?.map(entry => Buffer.from(entry.bytes ?? '', 'base64'))
  const body = bytes ? Buffer.concat(bytes) : postData
  return new Request(url, { method, headers, ...(body === undefined ? {} : { body }) })
}

async function fulfil(contents: WebContents, requestId: string, response: Response): Promise<void> {
  const headers = [...response.headers].map(([name, value]) => ({
    name,
    value: name === 'location' ? toChromiumUrl(value) : value,
  }))
  await contents.devtools('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status,
    responseHeaders: headers,
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  })
}
