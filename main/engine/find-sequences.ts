import { eachBit } from './bits.ts'
import { type ListOptions, slotAt } from './find-slots.ts'
import { type FreeStarts, freeStarts, minuteAt } from './free-starts.ts'
import { candidates } from './grid.ts'
import { intersectSpans, joinSpans } from './pack-spans.ts'
import type { Buffer, Group, Minute, Query, Slot, Span } from './query.ts'

/** Minutes between the end of one item and the start of the next. No `maximum`: any wait will do. */
export interface Gap {
  readonly minimum: number
  readonly maximum?: number
}

/** One meeting of a sequence, with people of its own. */
export interface SequenceItem {
  readonly id: string
  /** Items with a lower ordinal come before those with a higher one; those without, and equals, come in any order. */
  readonly ordinal?: number
  readonly groups: readonly Group[]
  readonly durationMinutes: number
  /** Replaces the query's. */
  readonly startInterval?: number
  /** Replaces the query's: the gap kept to existing busy time. */
  readonly buffer?: Buffer
  /** Where to look for this item, inside the query's periods. */
  readonly periods?: readonly Span[]
  /** The gaps kept to the items before and after; between two items, both have their say. */
  readonly gap?: { readonly before?: Gap; readonly after?: Gap }
}

/** Several meetings in a row. Whatever an item does not say itself is the query's. */
export interface SequenceQuery extends Omit<Query, 'groups' | 'durationMinutes' | 'slots'> {
  readonly items: readonly SequenceItem[]
}

export interface SequencedSlot extends Slot {
  readonly id: string
}

/** All items, in the order in which they happen. */
export interface Sequence {
  readonly start: Minute
  readonly end: Minute
  readonly items: readonly SequencedSlot[]
}

/** Orders are tried by sets of items: ten would be a thousand sets and five thousand ways to begin them. */
const MOST_ITEMS = 8

const NEVER = 2 ** 31 - 1

/** An item with all its free starts, in order. */
interface Step {
  readonly item: SequenceItem
  readonly query: Query
  readonly found: FreeStarts
  readonly cells: readonly number[]
  readonly starts: readonly Minute[]
}

/** For each start of an item: how early all that remain can have ended, and which item begins where next to do so. */
interface Course {
  readonly ends: Int32Array
  readonly nextStep: Int8Array
  readonly nextIndex: Int32Array
}

/**
 * Every minute at which the sequence can begin, each with the order and the starts that end it earliest; of two orders
 * that end together, the one that begins with the item named first. Exact: where there is any way, there is an entry.
 *
 * A sequence counts as one booking against caps. Throws a RangeError for more than eight items.
 */
export function findSequences(query: SequenceQuery, options: ListOptions = {}): Sequence[] {
  const count = query.items.length
  if (count > MOST_ITEMS) throw new RangeError(`A sequence has ${count} items; ${MOST_ITEMS} are the most.`)
  const steps = query.items.map(item => stepFor(query, item))
  const plan = planCourses(steps)
  const everyItem = 2 ** count - 1
  const firsts = new Map<Minute, { step: number; index: number; end: Minute }>()
  steps.forEach(({ starts }, step) => {
    const course = plan(step, everyItem)
    starts.forEach((start, index) => {
      const end = course.ends[index]!
      if (end < (firsts.get(start)?.end ?? NEVER)) firsts.set(start, { step, index, end })
    })
  })
  const inOrder = [...firsts].sort(([a], [b]) => a - b).slice(0, options.max)
  return inOrder.map(([start, { step, index, end }]) => ({
    start,
    end,
    items: follow(steps, plan, step, index),
  }))
}

function stepFor({ items, ...query }: SequenceQuery, item: SequenceItem): Step {
  const whole = joinSpans(query.periods)
  const own: Query = {
    ...query,
    groups: item.groups,
    durationMinutes: item.durationMinutes,
    startInterval: item.startInterval ?? query.startInterval,
    buffer: item.buffer ?? query.buffer,
    periods: item.periods ? intersectSpans(joinSpans(item.periods), whole) : whole,
  }
  const found = freeStarts(own, candidates(own))
  const cells = [...eachBit(found.bits)]
  return { item, query: own, found, cells, starts: cells.map(cell => minuteAt(found.grid, cell)) }
}

type Plan = (step: number, remaining: number) => Course

/** Courses by the item that begins and the set of items (a bit each, itself included) that remain; each is made once. */
function planCourses(steps: readonly Step[]): Plan {
  const courses = new Map<number, Course>()
  const plan: Plan = (step, remaining) => {
    const key = remaining * MOST_ITEMS + step
    const course = courses.get(key) ?? makeCourse(steps, plan, step, remaining)
    courses.set(key, course)
    return course
  }
  return plan
}

function makeCourse(steps: readonly Step[], plan: Plan, step: number, remaining: number): Course {
  const { starts, item } = steps[step]!
  const course: Course = {
    ends: new Int32Array(starts.length).fill(NEVER),
    nextStep: new Int8Array(starts.length).fill(-1),
    nextIndex: new Int32Array(starts.length),
  }
  if (!mayBegin(steps, step, remaining)) return course
  const after = remaining & ~(1 << step)
  if (after === 0) course.ends.set(starts.map(start => start + item.durationMinutes))
  for (let next = 0; next < steps.length; next++) {
    if (after & (1 << next)) improve(course, steps[step]!, steps[next]!, plan(next, after), next)
  }
  return course
}

function mayBegin(steps: readonly Step[], step: number, remaining: number): boolean {
  const own = steps[step]!.item.ordinal ?? Number.NEGATIVE_INFINITY
  return steps.every(({ item }, i) => (remaining & (1 << i)) === 0 || (item.ordinal ?? own) >= own)
}

/**
 * Takes, for each start of a step, the earliest end among the starts of the next one that the gaps allow. Both ends of
 * that window only ever move forward, so a queue that keeps the candidates in rising order of their ends does it in
 * one pass.
 */
function improve(course: Course, step: Step, next: Step, rest: Course, nextStep: number): void {
  const { least, most } = gapBetween(step.item, next.item)
  const queue: number[] = []
  let head = 0
  let seen = 0
  step.starts.forEach((start, i) => {
    const end = start + step.item.durationMinutes
    for (; seen < next.starts.length && next.starts[seen]! <= end + most; seen++) {
      if (rest.ends[seen] === NEVER) continue
      while (queue.length > head && rest.ends[queue.at(-1)!]! > rest.ends[seen]!) queue.pop()
      queue.push(seen)
    }
    while (head < queue.length && next.starts[queue[head]!]! < end + least) head++
    const best = queue[head]
    if (best === undefined || rest.ends[best]! >= course.ends[i]!) return
    course.ends[i] = rest.ends[best]!
    course.nextStep[i] = nextStep
    course.nextIndex[i] = best
  })
}

function gapBetween(first: SequenceItem, second: SequenceItem): { least: number; most: number } {
  const [after, before] = [first.gap?.after, second.gap?.before]
  return {
    least: Math.max(after?.minimum ?? 0, before?.minimum ?? 0),
    most: Math.min(after?.maximum ?? Number.POSITIVE_INFINITY, before?.maximum ?? Number.POSITIVE_INFINITY),
  }
}

function follow(steps: readonly Step[], plan: Plan, first: number, firstIndex: number): SequencedSlot[] {
  const slots: SequencedSlot[] = []
  let remaining = 2 ** steps.length - 1
  for (let step = first, index = firstIndex; step >= 0; ) {
    const { item, query, found, cells } = steps[step]!
    slots.push({ id: item.id, ...slotAt(query, found, cells[index]!) })
    const course = plan(step, remaining)
    remaining &= ~(1 << step)
    step = course.nextStep[index]!
    index = course.nextIndex[index]!
  }
  return slots
}
