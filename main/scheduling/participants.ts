import type { ParticipantGroup } from './link-template.ts'

/**
 * Who takes part in a booking: everyone of an `all` group, and exactly n of an n-of-m group. Among those who are
 * free the ones with the fewest bookings ahead of them are taken, then the listed order decides: fair, and the same
 * answer each time. Someone taken for an earlier group counts for a later one too.
 *
 * @param available those free at the chosen time, a list for each group
 */
export function chooseParticipants(
  groups: readonly ParticipantGroup[],
  available: readonly (readonly string[])[],
  load: (sub: string) => number,
): string[] {
  const chosen = new Set<string>()
  groups.forEach((group, i) => {
    const free = [...new Set(available[i])]
    const wanted = group.required === 'all' ? free.length : group.required
    const already = free.filter(sub => chosen.has(sub))
    const others = free.filter(sub => !chosen.has(sub)).sort((a, b) => load(a) - load(b))
    for (const sub of [...already, ...others].slice(0, Math.max(wanted, already.length))) chosen.add(sub)
  })
  const listed = groups.flatMap(g => g.members.map(m => m.sub))
  return [...new Set(listed)].filter(sub => chosen.has(sub))
}
