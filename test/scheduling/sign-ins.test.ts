import { expect, it } from 'vitest'
import type { SignedIn } from '../../main/calendars/connector.ts'
import type { Remote } from '../../main/scheduling/remote.ts'
import { createSignIns } from '../../main/scheduling/sign-ins.ts'
import { testWorld } from '../support/test-world.ts'

/** An account that is there already, and a sign-in that ends when the test says so. */
function signingIn(kind: 'google' | 'caldav') {
  const { world, sub } = testWorld()
  const { promise: done, resolve } = Promise.withResolvers<SignedIn>()
  const remote = {
    beginSignIn: async () => ({ authorizeUrl: 'https://a.example/', done, cancel() {} }),
    sync: { anew: async () => {} },
  } as unknown as Remote
  const sealedSecret = world.sealer.seal('{"token":"old"}')
  const row = {
    connectionId: 'con_1',
    sub,
    kind,
    name: 'ada@example.org',
    details: {},
    sealedSecret,
    createdMs: 0,
  }
  world.store.connections.put(row)
  const input = { sub, kind: 'google' as const, clientId: 'mine', clientSecret: null, connectionId: 'con_1' }
  return { world, signIns: createSignIns(world, remote), input, resolve, row }
}

it('signing in again as somebody else changes nothing and says who it was', async () => {
  const { world, signIns, input, resolve, row } = signingIn('google')
  const { signInId } = await signIns.begin(input)
  resolve({ name: 'grace@example.org', details: {}, secret: { token: 'hers' } })
  await expect.poll(() => signIns.state(signInId).state).toBe('failed')
  expect(signIns.state(signInId).problem).toContain('grace@example.org')
  expect(world.store.connections.get('con_1')).toEqual(row)
})

it('an account that is removed while its sign-in is under way does not come back', async () => {
  const { world, signIns, input, resolve } = signingIn('google')
  const { signInId } = await signIns.begin(input)
  world.store.connections.remove('con_1')
  resolve({ name: 'ada@example.org', details: {}, secret: { token: 'new' } })
  await expect.poll(() => signIns.state(signInId).state).toBe('failed')
  expect(world.store.connections.all()).toEqual([])
})

it('an account of another kind is not signed in to at a provider', async () => {
  const { signIns, input } = signingIn('caldav')
  await expect(signIns.begin(input)).rejects.toMatchObject({ failure: { code: 'conflict' } })
})
