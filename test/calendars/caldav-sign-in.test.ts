import { describe, expect, test } from 'vitest'
import { createCaldavConnector } from '../../main/calendars/caldav/caldav-connector.ts'
import type { ResolveSrv } from '../../main/calendars/caldav/starting-points.ts'
import { findStartingPoints } from '../../main/calendars/caldav/starting-points.ts'
import type { Account } from '../../main/calendars/connector.ts'
import type { GuardedRequest, GuardedResponse } from '../../main/network/guarded-fetch.ts'
import { NetworkFault } from '../../main/network/network-fault.ts'
import { never } from './caldav-account.ts'

const password = 'geheim'

/** An internet of answers: what each `METHOD address` says; what is not named does not exist. */
function internet(
  answers: Readonly<Record<string, Partial<GuardedResponse> & { xml?: string }>>,
  resolveSrv?: ResolveSrv,
) {
  const asked: { line: string; authorization: string | undefined }[] = []
  const fetch = async ({ method = 'GET', url, headers }: GuardedRequest): Promise<GuardedResponse> => {
    asked.push({ line: `${method} ${url}`, authorization: headers?.['authorization'] })
    const answer = answers[`${method} ${url}`]
    if (answer === undefined) throw new NetworkFault('not_found_name', `There is no host named ${url}.`)
    const { xml, status = xml === undefined ? 404 : 207, headers: told = {} } = answer
    const body = new TextEncoder().encode(
      xml === undefined
        ? ''
        : `<m:multistatus xmlns:m="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">${xml}</m:multistatus>`,
    )
    return { status, headers: told, url, body, text: () => '' }
  }
  const policy = () => ({ allowedHosts: [], ownPorts: [] })
  const clock = { now: () => 0 }
  const caldav = createCaldavConnector({
    fetch,
    policy,
    clock,
    ...(resolveSrv === undefined ? {} : { resolveSrv }),
  })
  const signIn = (address: string, username = 'ada@icloud.com') =>
    caldav.signInCaldav({ address, username, password }, never)
  return { caldav, asked, signIn, lines: () => asked.map(({ line }) => line) }
}

const told = (href: string, properties: string) =>
  `<m:response><m:href>${href}</m:href><m:propstat><m:prop>${properties}</m:prop><m:status>HTTP/1.1 200 OK</m:status></m:propstat></m:response>`
const principal = (href: string) =>
  told('/', `<m:current-user-principal><m:href>${href}</m:href></m:current-user-principal>`)
const homeSet = (href: string) =>
  told('/p/', `<c:calendar-home-set><m:href>${href}</m:href></c:calendar-home-set>`)

const icloud = ['https://caldav.icloud.com/', 'https://caldav.icloud.com/.well-known/caldav']
const fastmail = ['https://caldav.fastmail.com/.well-known/caldav', 'https://caldav.fastmail.com/']

describe('where an account may begin', () => {
  test.each<[string, string[]]>([
    ['ada@icloud.com', icloud],
    ['ada@ME.com', icloud],
    ['ada@fastmail.com', fastmail],
    ['https://caldav.fastmail.com/', fastmail],
    ['ada@posteo.net', ['https://posteo.de:8443/', 'https://posteo.de:8443/.well-known/caldav']],
    ['cloud.example.org', ['https://cloud.example.org/.well-known/caldav', 'https://cloud.example.org/']],
    ['ada@example.org', ['https://example.org/.well-known/caldav', 'https://example.org/']],
    [
      ' https://cloud.example.org/remote.php/dav#x ',
      [
        'https://cloud.example.org/remote.php/dav',
        'https://cloud.example.org/.well-known/caldav',
        'https://cloud.example.org/',
      ],
    ],
    ['http://nas.local:5232', ['http://nas.local:5232/.well-known/caldav', 'http://nas.local:5232/']],
  ])('%s: %j', async (typed, urls) => {
    expect((await findStartingPoints(typed)).urls).toEqual(urls)
  })

  test.each([
    ['ada@gmail.com', /Add this calendar as a Google connection/],
    ['https://apidata.googleusercontent.com/caldav/v2/ada/user', /Add this calendar as a Google connection/],
    ['ada@outlook.com', /Add this calendar as a Microsoft 365 connection/],
    ['', /Type an e-mail address/],
    ['not an address', /Type an e-mail address/],
    ['ftp://example.org', /Type an e-mail address/],
    ['https://ada:geheim@example.org/', /Type an e-mail address/],
  ])('%j is answered with what to do instead', async (typed, says) => {
    await expect(findStartingPoints(typed)).rejects.toMatchObject({
      kind: 'address',
      message: expect.stringMatching(says),
    })
  })

  test.each<[string, string[]]>([
    ['dav.example.org', ['https://dav.example.org:8443/.well-known/caldav', 'https://dav.example.org:8443/']],
    ['d123.caldav.fastmail.com.', fastmail],
    ['evil.example.net', ['https://example.org/.well-known/caldav', 'https://example.org/']],
  ])(
    'where DNS names %s, the password goes there only if it is known or of the domain',
    async (name, urls) => {
      const asked: string[] = []
      const resolve: ResolveSrv = async query => {
        asked.push(query)
        return [{ name, port: 8443 }]
      }
      expect((await findStartingPoints('ada@example.org', resolve)).urls).toEqual(urls)
      expect(asked).toEqual(['_caldavs._tcp.example.org'])
    },
  )

  test('a domain that DNS knows nothing of is asked itself', async () => {
    const fails: ResolveSrv = async () => {
      throw new Error('ENOTFOUND')
    }
    expect((await findStartingPoints('ada@example.org', fails)).urls[0]).toBe(
      'https://example.org/.well-known/caldav',
    )
  })
})

describe('signing in', () => {
  const partition = 'https://p42-caldav.icloud.com/123/calendars/'

  test('iCloud’s calendars are found on a partition host, and the password goes there', async () => {
    const net = internet({
      'PROPFIND https://caldav.icloud.com/': { xml: principal('/123/principal/') },
      'PROPFIND https://caldav.icloud.com/123/principal/': {
        xml: homeSet('https://p42-caldav.icloud.com:443/123/calendars/'),
      },
      [`PROPFIND ${partition}`]: {
        xml: told(
          '/123/calendars/home/',
          '<m:resourcetype><m:collection/><c:calendar/></m:resourcetype><m:displayname>Home</m:displayname>',
        ),
      },
    })
    const { details, secret } = await net.signIn('ada@icloud.com')
    expect(details['homes']).toEqual([partition])
    const account: Account = { connectionId: 'c', kind: 'caldav', details, secret, keep() {} }
    expect(await net.caldav.list(account, never)).toMatchObject([
      { remoteId: '/123/calendars/home/', name: 'Home' },
    ])
    expect(net.asked.every(({ authorization }) => authorization?.startsWith('Basic '))).toBe(true)
  })

  test.each([
    'https://p42-caldav.icloud.com.example.net/',
    'https://evilicloud.com/',
    'http://p42-caldav.icloud.com/',
    'https://p42-caldav.icloud.com:444/',
  ])('a home set at %s gets no password of iCloud', async home => {
    const net = internet({
      'PROPFIND https://caldav.icloud.com/': { xml: principal('/123/principal/') },
      'PROPFIND https://caldav.icloud.com/123/principal/': { xml: homeSet(home) },
    })
    await expect(net.signIn('ada@icloud.com')).rejects.toMatchObject({ kind: 'address' })
    expect(net.lines().filter(line => !line.includes('//caldav.icloud.com/'))).toEqual([])
  })

  test('a server that sends on to another host is not followed there, and the sentence names that host', async () => {
    const net = internet({
      'PROPFIND https://example.org/.well-known/caldav': {
        status: 301,
        headers: { location: 'https://dav.example.net/' },
      },
    })
    await expect(net.signIn('ada@example.org')).rejects.toThrow(
      'example.org says that its calendars are kept at dav.example.net. If you trust that host with your password, enter its address instead.',
    )
    expect(net.lines()).toEqual(['PROPFIND https://example.org/.well-known/caldav'])
  })

  test('a server behind a proxy that names itself with http is asked by https all the same', async () => {
    const net = internet({
      'PROPFIND https://cloud.example.org/.well-known/caldav': {
        status: 301,
        headers: { location: 'http://cloud.example.org/dav/' },
      },
      'PROPFIND https://cloud.example.org/dav/': { xml: principal('/p/') },
      'PROPFIND https://cloud.example.org/p/': { xml: homeSet('/home') },
    })
    expect((await net.signIn('cloud.example.org')).details['homes']).toEqual([
      'https://cloud.example.org/home/',
    ])
  })

  test('an app password is asked for where the service takes no other', async () => {
    const net = internet({ 'PROPFIND https://caldav.icloud.com/': { status: 401 } })
    await expect(net.signIn('ada@icloud.com')).rejects.toThrow(
      'iCloud does not accept this password. Make an app password for Openslot at account.apple.com, Sign-In and Security: the usual password is not accepted there.',
    )
  })

  test('a host without calendars is told as that, after all of its starting points were tried', async () => {
    const net = internet({
      'PROPFIND https://example.org/.well-known/caldav': {},
      'PROPFIND https://example.org/': { status: 405 },
    })
    await expect(net.signIn('example.org')).rejects.toThrow(
      /^There is no CalDAV server at example\.org\. Look up/,
    )
    expect(net.asked).toHaveLength(2)
  })

  test('a server that answers as to a stranger has not signed anybody in', async () => {
    const stranger = told('/', '<m:current-user-principal><m:unauthenticated/></m:current-user-principal>')
    const net = internet({ 'PROPFIND https://example.org/.well-known/caldav': { xml: stranger } })
    await expect(net.signIn('example.org')).rejects.toMatchObject({ kind: 'sign_in' })
  })

  test('a password in any script is sent as UTF-8', async () => {
    const net = internet({ 'PROPFIND https://example.org/.well-known/caldav': { status: 401 } })
    const input = { address: 'example.org', username: 'ada', password: 'пароль🔑' }
    await net.caldav.signInCaldav(input, never).catch(() => null)
    const sent = net.asked[0]!.authorization!.slice('Basic '.length)
    expect(Buffer.from(sent, 'base64').toString('utf8')).toBe('ada:пароль🔑')
  })

  test('what is kept of an account that is not whole asks for a new sign-in', async () => {
    const { caldav } = internet({})
    const account: Account = { connectionId: 'c', kind: 'caldav', details: {}, secret: {}, keep() {} }
    await expect(caldav.list(account, never)).rejects.toMatchObject({ kind: 'sign_in' })
  })
})
