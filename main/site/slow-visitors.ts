import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

export interface Patience {
  /** From the first byte of a request to its last. */
  readonly requestMs: number
  /** From the last byte of a request until its answer is taken. */
  readonly answerMs: number
}

const usual: Patience = { requestMs: 10_000, answerMs: 30_000 }

/** What a socket is in the middle of, and since when; `bytes` had been read when it last came to rest. */
interface Visit {
  bytes: number
  stage: 'resting' | 'asking' | 'answered'
  sinceMs: number
}

/**
 * Ends visits that are slower than a person on a bad line. A tunnel keeps idle sockets open, which must be let be, so
 * Node's own deadlines are off (they count from the connection); these count from the first byte of a request.
 */
export function limitSlowVisitors(server: Server, monotonic: () => number, patience: Patience = usual): void {
  const visits = new Map<Socket, Visit>()
  const enter = (socket: Socket, stage: Visit['stage']) => {
    const visit = visits.get(socket)
    if (visit !== undefined) Object.assign(visit, { stage, sinceMs: monotonic(), bytes: socket.bytesRead })
  }
  server.on('connection', socket => {
    visits.set(socket, { bytes: 0, stage: 'resting', sinceMs: monotonic() })
    socket.on('close', () => visits.delete(socket))
  })
  server.on('request', (req: IncomingMessage, res: ServerResponse) => {
    const { socket } = req
    if (visits.get(socket)?.stage === 'resting') enter(socket, 'asking')
    req.on('end', () => enter(socket, 'answered'))
    res.on('close', () => enter(socket, 'resting'))
  })
  const watch = setInterval(() => {
    const nowMs = monotonic()
    for (const [socket, visit] of visits) {
      if (visit.stage === 'resting' && socket.bytesRead > visit.bytes) enter(socket, 'asking')
      const mostMs = {
        resting: Number.POSITIVE_INFINITY,
        asking: patience.requestMs,
        answered: patience.answerMs,
      }
      if (nowMs - visit.sinceMs > mostMs[visit.stage]) socket.destroy()
    }
  }, 1_000)
  watch.unref()
  server.on('close', () => clearInterval(watch))
}
