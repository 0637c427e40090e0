import { expect, test } from 'vitest'
import { clearMail, openMail, readMail, setMail } from '../../main/scheduling/mail.ts'
import { Refusal } from '../../main/scheduling/refusal.ts'
import { testWorld } from '../support/test-world.ts'

const settings = {
  host: 'mail.example.org',
  port: 465,
  security: 'tls' as const,
  username: 'ada',
  fromName: 'Ada Books',
  fromEmail: 'ada@example.org',
}

test('the password is kept sealed and never read back', () => {
  const { world, announced } = testWorld()
  const shown = setMail(world, { ...settings, password: 'TopSecret!' })
  expect(shown).toEqual({ server: { ...settings, passwordKept: true } })
  expect(readMail(world)).toEqual(shown)
  expect(JSON.stringify(world.store.settings.get('mail'))).not.toContain('TopSecret!')
  expect(openMail(world)).toEqual({ server: settings, password: 'TopSecret!' })
  expect(announced).toContainEqual({ topic: 'changed', payload: { noun: 'mail' } })
})

test('without a new password the old one stays, but never for another host', () => {
  const { world } = testWorld()
  setMail(world, { ...settings, password: 'TopSecret!' })
  setMail(world, { ...settings, port: 587, security: 'starttls', password: null })
  expect(openMail(world)).toMatchObject({ server: { port: 587 }, password: 'TopSecret!' })
  const elsewhere = { ...settings, host: 'mail.evil.example', password: null }
  expect(() => setMail(world, elsewhere)).toThrow(Refusal)
  expect(openMail(world)).toMatchObject({ server: { host: 'mail.example.org' }, password: 'TopSecret!' })
})

test('an empty password is none, and what was cleared is gone', () => {
  const { world } = testWorld()
  setMail(world, { ...settings, username: '', password: '' })
  expect(readMail(world).server?.passwordKept).toBe(false)
  expect(openMail(world)?.password).toBe('')
  expect(clearMail(world)).toEqual({ server: null })
  expect(openMail(world)).toBe(null)
})

test('a password sealed by another key is known to be lost', () => {
  const { world } = testWorld()
  setMail(world, { ...settings, password: 'TopSecret!' })
  const other = { ...world, sealer: { ...world.sealer, open: () => null } }
  expect(readMail(other).server?.passwordKept).toBe(false)
  expect(openMail(other)?.password).toBe(null)
})
