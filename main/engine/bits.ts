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
  const planes = Math.max(3, 32 - Math.clz32(most))
  const first = 2 ** planes - 1 - most
  const high = new Int32Array(planes - 3)
  const eights = words * (count - (count % 8))
  for (let w = 0; w < words; w++) {
    let p0 = -(first & 1)
    let p1 = -((first >>> 1) & 1)
    let p2 = -((first >>> 2) & 1)
    for (let i = 0; i < high.length; i++) high[i] = -((first >>> (i + 3)) & 1)
    let beyond = 0
    let at = w
    for (; at < eights; at += 8 * words) {
      const [a, b, c, d] = [rows[at]!, rows[at + words]!, rows[at + 2 * words]!, rows[at + 3 * words]!]
      const ab = majority(p0, a, b)
      p0 ^= a ^ b
      const cd = majority(p0, c, d)
      p0 ^= c ^ d
      const abcd = majority(p1, ab, cd)
      p1 ^= ab ^ cd
      const rest = at + 4 * words
      const [e, f, g, h] = [
        rows[rest]!,
        rows[rest + words]!,
        rows[rest + 2 * words]!,
        rows[rest + 3 * words]!,
      ]
      const ef = majority(p0, e, f)
      p0 ^= e ^ f
      const gh = majority(p0, g, h)
      p0 ^= g ^ h
      const efgh = majority(p1, ef, gh)
      p1 ^= ef ^ gh
      beyond |= ripple(high, majority(p2, abcd, efgh))
      p2 ^= abcd ^ efgh
    }
    for (; at < rows.length; at += words) {
      const one = rows[at]!
      const two = p0 & one
      const four = p1 & two
      beyond |= ripple(high, p2 & four)
      p0 ^= one
      p1 ^= two
      p2 ^= four
    }
    over[w]! |= beyond
  }
}

/** The carry of a full adder: set where at least two of the three are. Their sum is `a ^ b ^ c`. */
function majority(a: number, b: number, c: number): number {
  return (a & b) | ((a ^ b) & c)
}

/** Adds one to the counters named in `carry`, from the fourth plane up; returns what carries out of the last. */
function ripple(high: Bits, carry: number): number {
  let rest = carry
  for (let i = 0; i < high.length && rest !== 0; i++) {
    const plane = high[i]!
    high[i] = plane ^ rest
    rest &= plane
  }
  return rest
}
