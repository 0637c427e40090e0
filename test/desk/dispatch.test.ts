import { expect, test } from 'vitest'
import { handlers } from '../../main/desk/dispatch.ts'
import { createFeed } from '../../main/desk/feed.ts'
import { procedures } from '../../preload/contract/procedures.ts'

test('every procedure of the contract has a handler, and every handler a procedure', () => {
  expect(new Set(Object.keys(handlers))).toEqual(new Set(Object.keys(procedures)))
})

test('a procedure that takes an object refuses what it does not know', () => {
  for (const [name, { input }] of Object.entries(procedures)) {
    const issues = input.safeParse({ surprise: 1 }).error?.issues ?? []
    expect([name, issues.some(i => i.code === 'unrecognized_keys' || i.code === 'invalid_union')]).toEqual([
      name,
      true,
    ])
  }
})

test('the feed hands over what was missed, and says so when it cannot', () => {
  const feed = createFeed(1000)
  for (let i = 0; i < 300; i++) feed.publish('changed', { noun: 'links' })
  expect(feed.missed(1300)).toEqual([])
  expect(feed.missed(1298).map(p => p.seq)).toEqual([1299, 1300])
  expect(feed.missed(1044)).toHaveLength(256)
  for (const seq of [0, 1000, 1043, 1301, 99_999])
    expect(feed.missed(seq).map(p => p.topic)).toEqual(['resync'])
})
