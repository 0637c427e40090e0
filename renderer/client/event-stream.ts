import type { Connection, Push } from './client.ts'

/** As much of EventSource as is used here. */
export interface Stream {
  readonly readyState: number
  onopen: (() => void) | null
  onerror: (() => void) | null
  onmessage: ((event: { readonly data: string }) => void) | null
  close(): void
}
export type OpenStream = (url: string) => Stream

export interface StreamListeners {
  readonly push: (push: Push) => void
  readonly connection: (connection: Connection) => void
}

const CLOSED = 2
const REOPEN_MS = 1500

/**
 * Pushes by Server-Sent Events. A stream that merely broke is resumed by the browser with Last-Event-ID. One that the
 * browser gave up is opened anew; what was missed meanwhile is unknown then, so a `resync` is told to the listener.
 */
export function eventStream(url: string, open: OpenStream, listeners: StreamListeners): () => void {
  let stream: Stream | null = null
  let reopening: ReturnType<typeof setTimeout> | undefined
  let gaveUp = false

  const start = () => {
    stream = open(url)
    stream.onopen = () => {
      listeners.connection('live')
      if (gaveUp) listeners.push({ seq: 0, topic: 'resync', payload: {} })
      gaveUp = false
    }
    stream.onmessage = event => listeners.push(JSON.parse(event.data) as Push)
    stream.onerror = () => {
      listeners.connection('lost')
      if (stream?.readyState !== CLOSED) return
      gaveUp = true
      reopening = setTimeout(start, REOPEN_MS)
    }
  }

  start()
  return () => {
    clearTimeout(reopening)
    stream?.close()
  }
}
