import type { Person } from '../../preload/contract/people.ts'
import { durationText } from '../time/format.ts'
import type { Draft } from './draft.ts'
import { nameOf } from './tones.ts'

/** One thing about a draft that could be asked less strictly. */
export interface Loosening {
  readonly id: string
  readonly label: string
  readonly apply: (draft: Draft) => Draft
}

/** What could be loosened where nothing is on offer, what hurts least first. */
export function looseningsOf(draft: Draft, people: readonly Person[]): readonly Loosening[] {
  return [...longerPeriods(draft), ...smaller(draft), ...fewer(draft), ...outsideHours(draft, people)]
}

function longerPeriods({ periods }: Draft): Loosening[] {
  if (periods.kind === 'preset' && periods.preset === 'four_weeks') return []
  const apply = (d: Draft): Draft => ({ ...d, periods: { kind: 'preset', preset: 'four_weeks' } })
  return [{ id: 'periods', label: 'Look at the next 4 weeks', apply }]
}

function smaller(draft: Draft): Loosening[] {
  const found: Loosening[] = []
  if (draft.bufferBeforeMinutes + draft.bufferAfterMinutes > 0) {
    const apply = (d: Draft) => ({ ...d, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 })
    found.push({ id: 'buffer', label: 'Leave out the buffers', apply })
  }
  if (draft.minimumNoticeMinutes > 0) {
    const apply = (d: Draft) => ({ ...d, minimumNoticeMinutes: 0 })
    found.push({ id: 'notice', label: 'Ask for no minimum notice', apply })
  }
  const shorter = [60, 45, 30, 15].find(m => m < draft.durationMinutes)
  if (shorter !== undefined) {
    const apply = (d: Draft) => ({ ...d, durationMinutes: shorter })
    found.push({ id: 'duration', label: `Shorten it to ${durationText(shorter)}`, apply })
  }
  if (draft.startIntervalMinutes > 15) {
    const apply = (d: Draft): Draft => ({ ...d, startIntervalMinutes: 15 })
    found.push({ id: 'interval', label: 'Let it start at any quarter of an hour', apply })
  }
  return found
}

function fewer(draft: Draft): Loosening[] {
  return draft.groups.flatMap(group => {
    const now = group.required === 'all' ? group.members.length : group.required
    if (now < 2) return []
    const required = now - 1
    const apply = (d: Draft): Draft => ({
      ...d,
      groups: d.groups.map(g => (g.key === group.key ? { ...g, required } : g)),
    })
    return [
      { id: `fewer-${group.key}`, label: `Be content with ${required} of ${group.members.length}`, apply },
    ]
  })
}

function outsideHours(draft: Draft, people: readonly Person[]): Loosening[] {
  const keeping = draft.groups.flatMap(g => g.members).filter(m => m.keepsHours)
  const subs = [...new Set(keeping.map(m => m.sub))]
  return subs.map(sub => ({
    id: `hours-${sub}`,
    label: `Look outside the weekly hours of ${nameOf(people, sub)}`,
    apply: d => ({
      ...d,
      groups: d.groups.map(g => ({
        ...g,
        members: g.members.map(m => (m.sub === sub ? { ...m, keepsHours: false } : m)),
      })),
    }),
  }))
}
