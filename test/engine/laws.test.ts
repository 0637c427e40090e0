import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkStart } from '../../main/engine/check-start.ts'
import { findPeriods } from '../../main/engine/find-periods.ts'
import { countStarts, findOverlappingSlots, findSlots } from '../../main/engine/find-slots.ts'
import { packMinutes, unpackSpans } from '../../main/engine/pack-spans.ts'
import type { Group, Member, Query, Slot, Span } from '../../main/engine/query.ts'
import { relax } from '../../main/engine/relax.ts'
import { randomQuery } from './random-query.ts'

const RUNS = { numRuns: 400 }

function starts(slots: readonly Slot[]): number[] {
  return slots.map(slot => slot.start)
}

function withMembers(query: Query, change: (member: Member, index: number) => Member): Query {
  return { ...query, groups: query.groups.map(group => ({ ...group, members: group.members.map(change) })) }
}

function overlap(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end
}

test('free and busy never meet: no listed member has busy time inside their slot', () => {
  fc.assert(
    fc.property(randomQuery, ({ query }) => {
      const lists = [findSlots(query), findOverlappingSlots(query), findPeriods(query)]
      for (const slot of lists.flat()) {
        for (const group of query.groups) {
          const busy = availableMembers(group, slot).flatMap(m => m.busy.flatMap(b => unpackSpans(b.spans)))
          expect(busy.filter(span => overlap(span, slot))).toEqual([])
        }
      }
    }),
    RUNS,
  )
})

/** The entries of a slot's people in the only group that has them: elsewhere they may be busy. */
function availableMembers(group: Group, slot: Slot): Member[] {
  return group.required === 'all' ? group.members.filter(member => slot.subs.includes(member.sub)) : []
}

test('more busy time never adds a start', () => {
  const extra = fc.array(fc.tuple(fc.nat(1500), fc.integer({ min: 1, max: 200 })), {
    minLength: 1,
    maxLength: 3,
  })
  fc.assert(
    fc.property(randomQuery, extra, fc.nat(3), ({ query, window }, spans, who) => {
      const packed = packMinutes(
        spans.map(([offset, length]) => ({
          start: window.start + offset,
          end: window.start + offset + length,
        })),
      )
      const busier = withMembers(query, (member, i) => {
        return i === who ? { ...member, busy: [...member.busy, { id: 'more', spans: packed }] } : member
      })
      const before = new Set(starts(findOverlappingSlots(query)))
      expect(starts(findOverlappingSlots(busier)).filter(start => !before.has(start))).toEqual([])
    }),
    RUNS,
  )
})

test('the order of groups, members, calendars, hours and periods changes no start', () => {
  fc.assert(
    fc.property(randomQuery, ({ query }) => {
      const turned = withMembers(query, member => ({
        ...member,
        busy: member.busy.toReversed(),
        ...(member.managed && {
          managed: {
            hours: member.managed.hours.map(h => ({ ...h, periods: h.periods.toReversed() })).toReversed(),
            periods: member.managed.periods.toReversed(),
          },
        }),
      }))
      const groups = turned.groups.map(group => ({ ...group, members: group.members.toReversed() }))
      const asked: Query = { ...turned, groups: groups.toReversed(), periods: query.periods.toReversed() }
      expect(starts(findOverlappingSlots(asked))).toEqual(starts(findOverlappingSlots(query)))
    }),
    RUNS,
  )
})

test('splitting a period, a busy time or the calendars of a member changes nothing', () => {
  const split = ({ start, end }: Span): Span[] => {
    const middle = Math.floor((start + end) / 2)
    return [
      { start, end: middle },
      { start: middle, end },
    ]
  }
  fc.assert(
    fc.property(randomQuery, ({ query }) => {
      const parted = withMembers(query, member => ({
        ...member,
        busy: member.busy.flatMap(({ id, spans }) => {
          const parts = unpackSpans(spans).flatMap(split)
          return [0, 1].map(n => ({ id, spans: packMinutes(parts.filter((_, i) => i % 2 === n)) }))
        }),
      }))
      const asked = { ...parted, periods: query.periods.flatMap(split) }
      expect(findOverlappingSlots(asked)).toEqual(findOverlappingSlots(query))
      expect(findPeriods(asked)).toEqual(findPeriods(query))
    }),
    RUNS,
  )
})

test('what is listed, exact starts and the re-check confirm, with the same people', () => {
  fc.assert(
    fc.property(randomQuery, ({ query }) => {
      const listed = findSlots(query)
      expect(findSlots({ ...query, slots: starts(listed) })).toEqual(listed)
      for (const slot of listed.slice(0, 10))
        expect(checkStart(query, slot.start)).toMatchObject({ ok: true, slot })
    }),
    RUNS,
  )
})

test('no relaxation takes a start away, and each count is that of its own listing', () => {
  fc.assert(
    fc.property(randomQuery, ({ query, window }) => {
      const { starts: now, gains } = relax(query, { now: window.start })
      expect(now).toBe(countStarts(query))
      for (const gain of gains) {
        expect(gain.more).toBeGreaterThanOrEqual(0)
        expect(gain.starts).toBe(now + gain.more)
        expect(findOverlappingSlots(gain.query)).toHaveLength(gain.starts)
      }
    }),
    RUNS,
  )
})
