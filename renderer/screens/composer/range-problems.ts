import type { Draft } from '../../state/draft.ts'
import { spanOwners } from '../../time/periods.ts'

type Fields = Readonly<Record<string, string[]>>
const none: Fields = {}
const made = new WeakMap<Fields, Fields>()

/**
 * The program names a span (`query.queryPeriods.3.endMs`); one range of dates may have made many. Names the range
 * instead: `ranges.0`. The same fields give the same answer, so that React sees no change where there is none.
 */
export function rangeProblems(fields: Fields | undefined, draft: Draft): Fields {
  if (!fields) return none
  const known = made.get(fields)
  if (known) return known
  const owners = spanOwners(draft.periods, draft.tzid)
  const named = Object.entries(fields).map(([path, sentences]) => [nameOf(path, owners), sentences] as const)
  const answer = Object.fromEntries(named)
  made.set(fields, answer)
  return answer
}

function nameOf(path: string, owners: readonly number[]): string {
  const span = /^query\.queryPeriods\.(\d+)/.exec(path)
  const owner = span && owners[Number(span[1])]
  return owner === null || owner === undefined ? path : `ranges.${owner}`
}
