import { expect, test } from 'vitest'
import { createRateLimit, cronofyLimits } from '../../main/api/rate-limit.ts'

function limited() {
  let nowMs = 1_000_000
  const admit = createRateLimit(cronofyLimits, () => nowMs)
  const many = (count: number) => Array.from({ length: count }, admit)
  const pass = (ms: number) => {
    nowMs += ms
  }
  return { admit, many, pass }
}

test('fifty at once are answered at once, fifty more are held back for a second, and more are refused', () => {
  const { many } = limited()
  const admissions = many(120)
  expect(admissions.filter(a => a.kind === 'admitted' && a.afterMs === 0)).toHaveLength(50)
  expect(admissions.filter(a => a.kind === 'admitted' && a.afterMs === 1000)).toHaveLength(50)
  expect(admissions.slice(100)).toEqual(Array(20).fill({ kind: 'refused', retryAfterMs: 2000 }))
})

test('who waits as told is let in: what was refused did not count', () => {
  const { many, pass, admit } = limited()
  many(1000)
  pass(2000)
  expect(admit()).toEqual({ kind: 'admitted', afterMs: 0 })
})

test('in no minute are there more than five hundred, nor in any second more than fifty', () => {
  const { admit, pass } = limited()
  const letIn: number[] = []
  for (let at = 0; at < 130_000; at += 7) {
    const admission = admit()
    if (admission.kind === 'admitted') letIn.push(at + admission.afterMs)
    pass(7)
  }
  letIn.forEach((at, i) => {
    const next = letIn[i + 500]
    if (next !== undefined) expect(next - at).toBeGreaterThanOrEqual(60_000)
    const soon = letIn[i + 50]
    if (soon !== undefined) expect(soon - at).toBeGreaterThanOrEqual(1000)
  })
  expect(letIn.length).toBeGreaterThan(1000)
})

test('a clock that is set back locks nobody out', () => {
  const { many, pass, admit } = limited()
  many(500)
  pass(-3_600_000)
  expect(admit()).toEqual({ kind: 'admitted', afterMs: 0 })
})
