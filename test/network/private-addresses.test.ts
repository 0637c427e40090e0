import { afterEach, expect, test } from 'vitest'
import { isPublicAddress } from '../../main/network/address-ranges.ts'
import { createGuardedFetch, type GuardedRequest } from '../../main/network/guarded-fetch.ts'
import { findAddressFault } from '../../main/network/judge-address.ts'
import { closeAll, faultOf, noExceptions, resolverOf, tripwire } from './serving.ts'

afterEach(closeAll)

/** Every one of these leads to a private address once it is read as a browser reads it. `*` is the tripwire's port. */
const spellings = [
  'https://127.0.0.1:*/',
  'https://127.0.0.1./',
  'https://127.1:*/',
  'https://127.0.1/',
  'https://127.255.255.254/',
  'https://2130706433:*/',
  'https://2130706433./',
  'https://0x7f000001:*/',
  'https://0x7F.0x0.0x0.0x1/',
  'https://0x7f.1/',
  'https://0177.0.0.1/',
  'https://017700000001:*/',
  'https://0177.0.0x1/',
  'https://00000177.0.0.1/',
  'https://①②⑦.⓪.⓪.①:*/',
  'https://127。0。0。1/',
  'https://127．0．0．1/',
  'https://１２７.0.0.1/',
  'https://%31%32%37.0.0.1:*/',
  'https://127%2e0%2e0%2e1/',
  'https://0/',
  'https://0.0.0.0:*/',
  'https://0.1.2.3/',
  'https://10.0.0.1/',
  'https://167772161/',
  'https://012.0.0.1/',
  'https://100.64.0.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://0xA9FEA9FE/',
  'https://2852039166/',
  'https://172.16.0.1/',
  'https://172.31.255.255/',
  'https://192.0.0.1/',
  'https://192.0.2.1/',
  'https://192.88.99.1/',
  'https://192.168.1.1/',
  'https://192.168.257/',
  'https://0300.0250.1.1/',
  'https://198.18.0.1/',
  'https://198.51.100.1/',
  'https://203.0.113.1/',
  'https://224.0.0.1/',
  'https://240.0.0.1/',
  'https://255.255.255.255/',
  'https://[::1]:*/',
  'https://[0:0:0:0:0:0:0:1]/',
  'https://[0000:0000:0000:0000:0000:0000:0000:0001]/',
  'https://[::]:*/',
  'https://[::ffff:127.0.0.1]:*/',
  'https://[::FFFF:7F00:1]/',
  'https://[0:0:0:0:0:ffff:127.0.0.1]/',
  'https://[::127.0.0.1]/',
  'https://[64:ff9b::127.0.0.1]/',
  'https://[64:ff9b::a00:1]/',
  'https://[64:ff9b:1::7f00:1]/',
  'https://[2002:7f00:1::]/',
  'https://[2002:c0a8:101::1]/',
  'https://[2001:0:53aa:64c:0:7fff:80ff:fffe]/',
  'https://[fc00::1]/',
  'https://[fd12:3456:789a::1]/',
  'https://[fe80::1]/',
  'https://[fec0::1]/',
  'https://[ff02::1]/',
  'https://[2001:db8::1]/',
  'https://[3fff::1]/',
  'https://[100::1]/',
  'https://localhost:*/',
  'https://LOCALHOST/',
  'https://localhost./',
  'https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:*/',
  'https://l%6Fcalhost/',
  'https://anything.localhost/',
  'https://nas.local/',
  'https://NAS.LOCAL./',
  'https://metadata.google.internal/',
  'https://fritz.home.arpa/',
  'https://example.org@127.0.0.1:*/',
  'https://127.0.0.1:*@127.0.0.1/',
  'https://example.org:443@127.0.0.1/',
  'https:\\\\127.0.0.1\\',
  'https:127.0.0.1/',
  ' https://127.0.0.1/ ',
  'ht\ntps://127.0.\n0.1/',
  'http://127.0.0.1:*/',
  'http://[::1]:*/',
  'http://192.168.1.1/admin',
  'https://router.example/',
  'https://127.0.0.1.nip.example/',
  'https://mixed.example/',
  'https://xn--bcher-kva.example/',
  'https://bücher.example/',
]

const names = {
  'router.example': [['192.168.1.1']],
  '127.0.0.1.nip.example': [['127.0.0.1']],
  'mixed.example': [['93.184.216.34', '127.0.0.1']],
  'xn--bcher-kva.example': [['::ffff:127.0.0.1']],
}

const usual = { deadlineMs: 2_000, maxBytes: 1_000, policy: noExceptions }
/** A callback may be on loopback, so every port that a spelling names is Openslot's own here. */
const callback = (ports: readonly number[]) => ({
  policy: { allowedHosts: [], loopback: true, ownPorts: [80, 443, ...ports] },
})

/** The ways in, and what each of them asks. */
const entries: [string, (ports: readonly number[]) => Partial<GuardedRequest>][] = [
  ['a feed', () => ({ maxRedirects: 5 })],
  ['a CalDAV server', () => ({ method: 'PROPFIND', body: '<x/>', maxRedirects: 5 })],
  ['a callback', ports => ({ method: 'POST', body: '{}', headOnly: true, ...callback(ports) })],
]

test.each(entries)(
  `${spellings.length} spellings of private addresses are not reached as the address of %s`,
  async (_entry, asking) => {
    const wires = [await tripwire(), await tripwire('::1')]
    const ports = wires.map(w => w.port)
    const fetch = createGuardedFetch(resolverOf(names))
    const wrong: string[] = []
    for (const port of ports)
      for (const spelling of spellings) {
        const url = spelling.replaceAll('*', String(port))
        const { kind } = await faultOf(fetch({ ...usual, ...asking(ports), url }))
        const refused = ['private_address', 'own_listener'].includes(kind)
        if (!refused && !(kind === 'bad_address' && url.includes('@'))) wrong.push(`${url}: ${kind}`)
      }
    expect(wrong).toEqual([])
    expect(wires.map(w => w.connections())).toEqual([0, 0])
  },
)

test('a callback on loopback opens no way to the rest of the private network', () => {
  const policy = { allowedHosts: [], loopback: true, ownPorts: [4101] }
  const passed = spellings
    .map(s => s.replaceAll('*', '4102'))
    .filter(s => findAddressFault(s, policy) === null)
  const names = passed.map(s => new URL(s).hostname)
  expect(names.filter(n => !/^(127(\.\d+){3}|\[::1\]|(.*\.)?localhost\.?)$/.test(n))).toEqual([
    'router.example',
    '127.0.0.1.nip.example',
    'mixed.example',
    'xn--bcher-kva.example',
    'xn--bcher-kva.example',
  ])
})

test.each([
  '8.8.8.8',
  '93.184.216.34',
  '172.15.0.1',
  '172.32.0.1',
  '100.63.255.255',
  '100.128.0.1',
  '192.0.1.1',
  '198.17.255.255',
  '198.20.0.1',
  '223.255.255.255',
  '2606:2800:220:1:248:1893:25c8:1946',
  '2a00:1450:4001::200e',
  '2002:808:808::1',
  '64:ff9b::808:808',
])('%s is public', address => {
  expect(isPublicAddress(address)).toBe(true)
})

test.each(['', 'example.org', '127.0.0.1.', '0x7f.1', '::ffff:8.8.8.8.8', 'fe80::1%eth0', '::ffff:10.0.0.1'])(
  'what a resolver calls an address, %j, is not public',
  address => {
    expect(isPublicAddress(address)).toBe(false)
  },
)
