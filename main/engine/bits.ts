/** Sets of small whole numbers, 32 to a word. Several sets of equal length lie one behind the other as *rows*. */
export type Bits = Int32Array

export function wordsFor(count: number): number {
  return (count + 31) >>> 5
}

/** Sets the bits `from` to `to - 1` of the row that begins at word `at`. Wants `from < to`. */
export function setRange(bits: Bits, at: number, from: number, to: number): void {
  const first = at + (from >>> 5)
  const last = at + ((to - 1) >>> 5)
  const head = -1 << (from & 31)
  const tail = -1 >>> (-to & 31)
  if (first === last) {
    bits[first]! |= head & tail
    return
  }
  bits[first]! |= head
  for (let word = first + 1; word < last; word++) bits[word] = -1
  bits[last]! |= tail
}

export function hasBit(bits: Bits, at: number, index: number): boolean {
  return ((bits[at + (index >>> 5)]! >>> (index & 31)) & 1) === 1
}

export function countBits(bits: Bits): number {
  let count = 0
  for (let word of bits) {
    word -= (word >>> 1) & 0x55555555
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333)
    count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return count
}

/** The members of the set, in order. */
export function* eachBit(bits: Bits): Generator<number> {
  for (let w = 0; w < bits.length; w++) {
    for (let word = bits[w]!; word !== 0; word &= word - 1) yield w * 32 + 31 - Math.clz32(word & -word)
  }
}

/**
 * Adds to `over` every index that more than `most` of the `count` rows hold.
 *
 * All 32 columns of a word are counted at once, in binary: plane i holds bit i of 32 counters, and rows are added with
 * the full adders of a circuit. Counters begin so high that the first row too many carries out of the topmost plane.
 */
export function markOver(rows: Bits, words: number, count: number, most: number, over: Bits): void {
  if (most < 0) over.fill(-1)
  else if (most === 0) markAny(rows, words, count, over)
  else if (most < count) countColumns(rows, words, count, most, over)
}

function markAny(rows: Bits, words: number, count: number, over: Bits): void {
  for (let row = 0; row < count; row++) {
    for (let w = 0; w < words; w++) over[w]! |= rows[row * words + w]!
  }
}

function countColumns(rows: Bits, words: number, count: number, most: number, over: Bits): void {
  const planes = Math.max(2, 32 - Math.clz32(most))
  const first = 2 ** planes - 1 - most
  const high = new Int32Array(planes - 2)
  const fours = count - (count % 4)
  for (let w = 0; w < words; w++) {
    let p0 = -(first & 1)
    let p1 = -((first >>> 1) & 1)
    for (let i = 0; i < high.length; i++) high[i] = -((first >>> (i + 2)) & 1)
    let beyond = 0
    let at = w
    for (let row = 0; row < fours; row += 4) {
      const a = rows[at]!
      const b = rows[at + words]!
      const c = rows[at + 2 * words]!
      const d = rows[at + 3 * words]!
      at += 4 * words
      const ab = p0 ^ a
      const sum = ab ^ b
      const carry1 = (p0 & a) | (ab & b)
      const cd = sum ^ c
      const carry2 = (sum & c) | (cd & d)
      p0 = cd ^ d
      const both = p1 ^ carry1
      beyond |= ripple(high, (p1 & carry1) | (both & carry2))
      p1 = both ^ carry2
    }
    for (let row = fours; row < count; row++) {
      const a = rows[at]!
      at += words
      const carry = p0 & a
      p0 ^= a
      beyond |= ripple(high, p1 & carry)
      p1 ^= carry
    }
    over[w]! |= beyond
  }
}

/** Adds one to the counters named in `carry`, from the third plane up; returns what carries out of the last. */
function ripple(high: Bits, carry: number): number {
  let rest = carry
  for (let i = 0; i < high.length && rest !== 0; i++) {
    const plane = high[i]!
    high[i] = plane ^ rest
    rest &= plane
  }
  return rest
}
