import { describe, expect, it } from 'vitest'
import { createFixedAddress, publicOrigin } from '../../main/tunnel/fixed-address.ts'

describe('a fixed public address', () => {
  it.each([
    ['https://book.example.org', 'https://book.example.org'],
    ['https://book.example.org/', 'https://book.example.org'],
    ['HTTPS://Book.Example.org:443', 'https://book.example.org'],
    ['http://192.168.1.5:8080', 'http://192.168.1.5:8080'],
    ['https://example.org/booking', null],
    ['https://ada:secret@example.org', null],
    ['https://example.org/?a=1', null],
    ['ftp://example.org', null],
    ['javascript:alert(1)', null],
    ['book.example.org', null],
    ['', null],
  ])('%s is read as %s', (text, origin) => {
    expect(publicOrigin(text)).toBe(origin)
  })

  it('is refused in a sentence for the organizer when it is none', () => {
    expect(() => createFixedAddress('example')).toThrow('must be like https://')
  })

  it('is always the one given, whatever the target', async () => {
    const target = { port: 1, subdomain: 'other', host: 'https://tunnel.example' }
    const tunnel = await createFixedAddress('https://me.example').open(target, new AbortController().signal)
    expect(tunnel.url).toBe('https://me.example')
    await expect(tunnel.close()).resolves.toBeUndefined()
  })
})
