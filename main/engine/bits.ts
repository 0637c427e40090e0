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

/** Tells which indices more than so many rows hold. Rows are best added while they are still in the cache. */
export interface ColumnCounter {
  /** Counts the `count` rows of `rows` that begin at word `at`. */
  add(rows: Bits, at: number, count: number): void
  /** The indices that more rows hold than allowed, so far. */
  readonly over: Bits
}

/** Rows that are added together with the fewest operations. */
export const ROWS_AT_ONCE = 8

/**
 * Counts the rows that hold an index, for every index at once, up to `most`.
 *
 * Counters stand in binary, 32 to a word: plane i holds bit i of each, and rows are added with the full adders of a
 * circuit. Counters begin so high that the first row too many carries out of the topmost plane.
 */
export function countColumns(words: number, most: number): ColumnCounter {
  const over = new Int32Array(words)
  if (most < 0) over.fill(-1)
  const height = most > 0 ? Math.max(3, 32 - Math.clz32(most)) : 0
  const planes = new Int32Array(height * words)
  const first = 2 ** height - 1 - most
  for (let i = 0; i < height; i++) {
    if ((first >>> i) & 1) planes.fill(-1, i * words, (i + 1) * words)
  }

  function add(rows: Bits, at: number, count: number): void {
    if (count === ROWS_AT_ONCE && height > 0) addEight(planes, rows, at, over)
    else for (let row = 0; row < count; row++) addOne(planes, rows, at + row * words, over)
  }

  return { add, over }
}

function addOne(planes: Bits, rows: Bits, at: number, over: Bits): void {
  for (let w = 0; w < over.length; w++) over[w]! |= carry(planes, rows[at + w]!, w, over.length)
}

function addEight(planes: Bits, rows: Bits, at: number, over: Bits): void {
  const words = over.length
  for (let w = 0; w < words; w++) {
    const [zero, one, two, row] = [w, w + words, w + 2 * words, at + w]
    let p0 = planes[zero]!
    let p1 = planes[one]!
    const p2 = planes[two]!
    const a = rows[row]!
    const b = rows[row + words]!
    const ab = majority(p0, a, b)
    p0 ^= a ^ b
    const c = rows[row + 2 * words]!
    const d = rows[row + 3 * words]!
    const cd = majority(p0, c, d)
    p0 ^= c ^ d
    const abcd = majority(p1, ab, cd)
    p1 ^= ab ^ cd
    const e = rows[row + 4 * words]!
    const f = rows[row + 5 * words]!
    const ef = majority(p0, e, f)
    p0 ^= e ^ f
    const g = rows[row + 6 * words]!
    const h = rows[row + 7 * words]!
    const gh = majority(p0, g, h)
    planes[zero] = p0 ^ g ^ h
    const efgh = majority(p1, ef, gh)
    planes[one] = p1 ^ ef ^ gh
    planes[two] = p2 ^ abcd ^ efgh
    over[w]! |= carry(planes, majority(p2, abcd, efgh), w + 3 * words, words)
  }
}

/** The carry of a full adder: set where at least two of the three are. Their sum is `a ^ b ^ c`. */
function majority(a: number, b: number, c: number): number {
  return (a & b) | ((a ^ b) & c)
}

/** Adds one to the counters named in `ones`, from the plane at `from` up; returns what carries out of the last. */
function carry(planes: Bits, ones: number, from: number, words: number): number {
  let rest = ones
  for (let i = from; i < planes.length && rest !== 0; i += words) {
    const plane = planes[i]!
    planes[i] = plane ^ rest
    rest &= plane
  }
  return rest
}
