import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCalendar } from '../../main/icalendar/read-calendar.ts'

/** `shared/conformance`, beside the project: public cases with known answers, read where they lie. */
const folder = path.resolve(import.meta.dirname, '../../../shared/conformance')

interface Case {
  readonly id: string
  readonly test: string
  readonly ics: string
  readonly windowUtc: readonly [string, string]
  readonly zone: string
  readonly busyUtc: readonly (readonly [string, string])[]
  readonly tentativeUtc?: readonly (readonly [string, string])[]
}

interface Span {
  readonly fromMs: number
  readonly toMs: number
}

const cases = readCases()

function readCases(): Case[] {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder).filter(name => name.endsWith('.json'))
  return files.flatMap(name => JSON.parse(readFileSync(path.join(folder, name), 'utf8')).cases as Case[])
}

function busyOf(one: Case): { readonly busy: string[][]; readonly tentative: string[][] } {
  const [fromMs, toMs] = one.windowUtc.map(Date.parse) as [number, number]
  const { occurrences } = readCalendar({ text: one.ics, zone: one.zone, fromMs, toMs })
  const blocking = occurrences.filter(({ status }) => status !== 'free')
  const clip = (list: typeof occurrences) =>
    list.map(({ startMs, endMs }) => ({ fromMs: Math.max(fromMs, startMs), toMs: Math.min(toMs, endMs) }))
  return {
    busy: utc(merge(clip(blocking))),
    tentative: utc(merge(clip(blocking.filter(({ status }) => status === 'tentative')))),
  }
}

function merge(spans: readonly Span[]): Span[] {
  const merged: { fromMs: number; toMs: number }[] = []
  for (const span of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = merged.at(-1)
    if (last === undefined || span.fromMs > last.toMs) merged.push({ ...span })
    else last.toMs = Math.max(last.toMs, span.toMs)
  }
  return merged
}

function utc(spans: readonly Span[]): string[][] {
  return spans.map(({ fromMs, toMs }) =>
    [fromMs, toMs].map(ms => new Date(ms).toISOString().replace('.000', '')),
  )
}

describe('the public cases of shared/conformance', () => {
  it('lie beside the project, all 213 of them', () => {
    expect(existsSync(folder), `The conformance cases are missing: expected them in ${folder}`).toBe(true)
    expect(cases.length, `Cases found in ${folder}`).toBeGreaterThanOrEqual(213)
  })

  it.each(cases.map(one => [one.id, one] as const))('%s is busy exactly when it should be', (_, one) => {
    const started = performance.now()
    const { busy, tentative } = busyOf(one)
    const elapsedMs = performance.now() - started
    expect(busy, one.test).toEqual(one.busyUtc)
    if (one.tentativeUtc !== undefined) expect(tentative).toEqual(one.tentativeUtc)
    expect(elapsedMs, 'milliseconds').toBeLessThan(100)
  })
})
