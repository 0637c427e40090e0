import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countBits, countColumns, eachBit, hasBit, setRange, wordsFor } from '../../main/engine/bits.ts'

const COUNT = 100
const WORDS = wordsFor(COUNT)
const indices = fc.uniqueArray(fc.nat(COUNT - 1))

function bitsOf(members: readonly number[]): Int32Array {
  const bits = new Int32Array(WORDS)
  for (const index of members) setRange(bits, 0, index, index + 1)
  return bits
}

describe('a set of small numbers', () => {
  test('holds what was put in, and tells it in order', () => {
    fc.assert(
      fc.property(indices, members => {
        const bits = bitsOf(members)
        expect([...eachBit(bits)]).toEqual(members.toSorted((a, b) => a - b))
        expect(countBits(bits)).toBe(members.length)
        expect(members.every(index => hasBit(bits, 0, index))).toBe(true)
      }),
    )
  })

  test('takes ranges of any length, into the row it is told and no other', () => {
    fc.assert(
      fc.property(fc.nat(COUNT - 1), fc.integer({ min: 1, max: COUNT }), (from, length) => {
        const to = Math.min(COUNT, from + length)
        const bits = new Int32Array(3 * WORDS)
        setRange(bits, WORDS, from, to)
        const expected = Array.from({ length: to - from }, (_, i) => WORDS * 32 + from + i)
        expect([...eachBit(bits)]).toEqual(expected)
      }),
    )
  })
})

test('counting columns finds exactly the indices that more than so many rows hold', () => {
  fc.assert(
    fc.property(fc.array(indices, { maxLength: 40 }), fc.integer({ min: -1, max: 41 }), (lists, most) => {
      const rows = new Int32Array(lists.length * WORDS)
      for (const [row, list] of lists.entries()) rows.set(bitsOf(list), row * WORDS)
      const { add, over } = countColumns(WORDS, most)
      for (let row = 0; row < lists.length; row += 8) add(rows, row * WORDS, Math.min(8, lists.length - row))
      for (let index = 0; index < COUNT; index++) {
        const holders = lists.filter(list => list.includes(index)).length
        expect(hasBit(over, 0, index)).toBe(holders > most)
      }
    }),
    { numRuns: 300 },
  )
})
