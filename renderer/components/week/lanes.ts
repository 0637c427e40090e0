export interface Stretch {
  readonly from: number
  readonly to: number
}

export interface Lane {
  readonly lane: number
  readonly lanes: number
}

/**
 * Places stretches that overlap side by side: each gets the first lane that is free when it begins, and all that hang
 * together share the same number of lanes. Answers in the order asked; O(n log n) but for the lanes of one cluster.
 */
export function lanesOf(stretches: readonly Stretch[]): readonly Lane[] {
  const order = stretches.map((_, i) => i).sort((a, b) => before(stretches[a]!, stretches[b]!))
  const lane = new Array<number>(stretches.length).fill(0)
  const lanes = new Array<number>(stretches.length).fill(1)
  let cluster: number[] = []
  let ends: number[] = []
  const close = () => {
    for (const i of cluster) lanes[i] = ends.length
    cluster = []
    ends = []
  }
  for (const i of order) {
    const { from, to } = stretches[i]!
    if (ends.every(end => end <= from)) close()
    const free = ends.findIndex(end => end <= from)
    lane[i] = free === -1 ? ends.length : free
    ends[lane[i]!] = to
    cluster.push(i)
  }
  close()
  return stretches.map((_, i) => ({ lane: lane[i]!, lanes: lanes[i]! }))
}

/** By beginning; of those that begin together the longer first. */
function before(a: Stretch, b: Stretch): number {
  return a.from - b.from || b.to - a.to
}
