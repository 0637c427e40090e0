import http from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReceivedWebhook {
  readonly headers: http.IncomingHttpHeaders
  /** The exact bytes, for checking the signature. */
  readonly body: string
}

/** A program's end of a callback: notes what comes, and answers as told. */
export async function startWebhookReceiver(port = 0) {
  const received: ReceivedWebhook[] = []
  let answer = 200
  let ends = true
  const server = http.createServer((req, res) => {
    let body = ''
    req.setEncoding('utf8')
    req.on('data', chunk => {
      body += chunk
    })
    req.on('end', () => {
      received.push({ headers: req.headers, body })
      res.writeHead(answer)
      if (ends) res.end()
      else res.write('on and on')
    })
  })
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  const { port: listening } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${listening}/callback`,
    port: listening,
    received,
    answerWith(status: number): void {
      answer = status
    },
    neverEnd(): void {
      ends = false
    },
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
