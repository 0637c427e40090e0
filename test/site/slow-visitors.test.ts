import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { limitSlowVisitors } from '../../main/site/slow-visitors.ts'

let server: http.Server
let port: number
beforeEach(async () => {
  server = http.createServer((req, res) => {
    req.resume()
    req.on('end', () => res.end(req.url === '/large' ? 'x'.repeat(30_000_000) : 'hello'))
  })
  server.headersTimeout = 0
  server.requestTimeout = 0
  server.keepAliveTimeout = 0
  limitSlowVisitors(server, () => performance.now(), { requestMs: 1_000, answerMs: 1_500 })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterEach(() => {
  server.close()
  server.closeAllConnections()
})

/** A raw socket that said so much, and how long the server kept it. */
function visit(text: string, options: { readonly keepsReading?: boolean } = {}) {
  const socket = net.connect(port, '127.0.0.1', () => socket.write(text))
  const startedMs = performance.now()
  if (options.keepsReading ?? true) socket.resume()
  const ended = new Promise<number>(resolve =>
    socket.on('close', () => resolve(performance.now() - startedMs)),
  )
  socket.on('error', () => {})
  return { socket, ended }
}

test.each([
  ['whose headers never end', 'GET / HTTP/1.1\r\nHost: a\r\nX-Slow: '],
  ['who sends one byte', 'G'],
  ['whose body never ends', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nstart'],
])('a visitor %s is let go of within seconds', async (_who, text) => {
  expect(await visit(text).ended).toBeLessThan(5_000)
})

test('a visitor who does not take the answer is let go of', async () => {
  const { socket } = visit('GET /large HTTP/1.1\r\nHost: a\r\n\r\n', { keepsReading: false })
  const connections = () =>
    new Promise<number>(resolve => server.getConnections((_error, count) => resolve(count)))
  await vi.waitFor(async () => expect(await connections()).toBe(1))
  await vi.waitFor(async () => expect(await connections()).toBe(0), { timeout: 6_000 })
  socket.destroy()
})

test('an idle socket is let be, before a request and after one, and is served when it speaks', async () => {
  const { socket } = visit('')
  const answers: string[] = []
  socket.on('data', chunk => answers.push(String(chunk)))
  for (const round of [1, 2]) {
    await new Promise(resolve => setTimeout(resolve, 2_500))
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    await new Promise(resolve => setTimeout(resolve, 200))
    expect(answers.join('').split('HTTP/1.1 200 OK')).toHaveLength(round + 1)
  }
  socket.destroy()
})
