import { expect, test } from 'vitest'
import { allowHost } from '../../main/scheduling/allowed-hosts.ts'
import { findCallbackFault } from '../../main/scheduling/callback-faults.ts'
import { testWorld } from '../support/test-world.ts'

test.each([
  ['http://127.0.0.1:4101/rpc/links.list', '127.0.0.1:4101 is Openslot itself.'],
  ['http://localhost:4100/', 'localhost:4100 is Openslot itself.'],
  ['http://[::1]:4101/', '[::1]:4101 is Openslot itself.'],
  ['http://192.168.1.5/hook', '192.168.1.5 is not on the public internet.'],
  ['https://169.254.169.254/latest', '169.254.169.254 is not on the public internet.'],
  ['https://0x0a000001/', '10.0.0.1 is not on the public internet.'],
  ['https://user:password@example.org/', 'must not carry a user name'],
])('a callback to %s is refused when it is given', (url, why) => {
  expect(findCallbackFault(testWorld().world, url)).toContain(why)
})

test.each([
  'http://127.0.0.1:9000/hook',
  'http://localhost:3000/',
  'https://example.org/',
  'http://example.org/',
])('a callback to %s may be given; what its name leads to is judged when it is called', url => {
  expect(findCallbackFault(testWorld().world, url)).toBe(null)
})

test('a private host that was allowed by name may be given, Openslot itself never', () => {
  const { world } = testWorld()
  allowHost(world, '192.168.1.5')
  allowHost(world, '127.0.0.1')
  expect(findCallbackFault(world, 'http://192.168.1.5:8123/hook')).toBe(null)
  expect(findCallbackFault(world, 'http://127.0.0.1:4101/')).toContain('Openslot itself')
})
