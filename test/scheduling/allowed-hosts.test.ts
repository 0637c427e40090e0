import { expect, test } from 'vitest'
import { allowHost, callbackPolicy, disallowHost, readNetwork } from '../../main/scheduling/allowed-hosts.ts'
import { Refusal } from '../../main/scheduling/refusal.ts'
import { testWorld } from '../support/test-world.ts'

function refusalOf(work: () => unknown): Refusal['failure'] {
  try {
    work()
  } catch (refusal) {
    if (refusal instanceof Refusal) return refusal.failure
    throw refusal
  }
  throw new Error('it was granted')
}

test.each([
  ['NAS.local', 'nas.local'],
  ['nas.local.', 'nas.local'],
  ['http://nas.local:8080/remote.php?secret=1', 'nas.local'],
  ['webcal://nas.local/x.ics', 'nas.local'],
  ['nas.local:5006', 'nas.local'],
  ['192.168.1.5', '192.168.1.5'],
  ['0xC0A80105', '192.168.1.5'],
  ['fd00::5', '[fd00::5]'],
  ['[FD00:0::5]', '[fd00::5]'],
  ['bücher.local', 'xn--bcher-kva.local'],
])('%s is allowed as the host that stands in addresses: %s', (text, host) => {
  const { world, announced } = testWorld()
  expect(allowHost(world, text)).toEqual({ allowedHosts: [host] })
  expect(callbackPolicy(world)).toEqual({ allowedHosts: [host], ownPorts: [4100, 4101], loopback: true })
  expect(announced).toContainEqual({ topic: 'changed', payload: { noun: 'network' } })
  expect(disallowHost(world, text)).toEqual({ allowedHosts: [] })
})

test.each(['two words', 'http://', 'user@nas.local', '999.999.999.999', '[::1', '..'])(
  '%j is no host to allow',
  text => {
    const { world } = testWorld()
    expect(refusalOf(() => allowHost(world, text))).toMatchObject({
      code: 'invalid_input',
      fields: { host: [expect.stringContaining('please')] },
    })
    expect(readNetwork(world)).toEqual({ allowedHosts: [] })
  },
)

test('a host allowed twice stands there once, and what was not allowed cannot be taken back', () => {
  const { world } = testWorld()
  allowHost(world, 'nas.local')
  allowHost(world, 'other.local')
  expect(allowHost(world, 'NAS.local')).toEqual({ allowedHosts: ['other.local', 'nas.local'] })
  expect(refusalOf(() => disallowHost(world, 'third.local')).code).toBe('not_found')
})

test('a hundred hosts are enough', () => {
  const { world } = testWorld()
  for (let i = 0; i < 100; i++) allowHost(world, `host-${i}.local`)
  expect(refusalOf(() => allowHost(world, 'one-more.local')).code).toBe('invalid_input')
  expect(allowHost(world, 'host-3.local').allowedHosts).toHaveLength(100)
})
