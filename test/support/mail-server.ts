import fs from 'node:fs'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { SMTPServer } from 'smtp-server'

const folder = path.resolve(import.meta.dirname, '../fixtures/tls')

export interface ReceivedMail {
  readonly from: string
  readonly to: readonly string[]
  /** As it came over the wire. */
  readonly raw: string
  readonly encrypted: boolean
  readonly user: string | null
}

/** An SMTP server on loopback that keeps what it gets; `refuse` answers the recipient or the message with a status. */
export async function startMailServer(
  options: {
    readonly port?: number
    readonly security?: 'tls' | 'starttls' | 'none'
    readonly login?: { readonly username: string; readonly password: string }
  } = {},
) {
  const received: ReceivedMail[] = []
  let refusal: { at: 'recipient' | 'message'; status: number; words: string } | null = null
  const refused = (at: 'recipient' | 'message') =>
    refusal?.at === at ? Object.assign(new Error(refusal.words), { responseCode: refusal.status }) : null
  const server = new SMTPServer({
    secure: options.security === 'tls',
    disabledCommands: options.security === 'starttls' ? [] : ['STARTTLS'],
    cert: fs.readFileSync(path.join(folder, 'certificate.pem')),
    key: fs.readFileSync(path.join(folder, 'key.pem')),
    authOptional: options.login === undefined,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    onAuth: ({ username, password }, _session, done) => {
      const right = username === options.login?.username && password === options.login?.password
      if (right) done(null, { user: username })
      else done(Object.assign(new Error(`bad password ${password}`), { responseCode: 535 }))
    },
    onRcptTo: (_address, _session, done) => done(refused('recipient')),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const fault = refused('message')
        if (fault !== null) return done(fault)
        const { mailFrom, rcptTo } = session.envelope
        received.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(r => r.address),
          raw: Buffer.concat(chunks).toString('utf8'),
          encrypted: session.secure,
          user: session.user ?? null,
        })
        return done()
      })
    },
  })
  // Clients that give up are no fault of the server's.
  server.on('error', () => {})
  const listening = await new Promise<number>(resolve => {
    const opened = server.listen(options.port ?? 0, '127.0.0.1', () =>
      resolve((opened.address() as AddressInfo).port),
    )
  })
  return {
    port: listening,
    received,
    refuse(at: 'recipient' | 'message', status: number, words: string): void {
      refusal = { at, status, words }
    },
    accept(): void {
      refusal = null
    },
    close: () => new Promise<void>(resolve => server.close(() => resolve())),
  }
}
