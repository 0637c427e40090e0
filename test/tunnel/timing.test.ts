import { describe, expect, it } from 'vitest'
import { backOffMs } from '../../main/tunnel/back-off.ts'
import { hasSlept } from '../../main/tunnel/sleep-watch.ts'

describe('the pause before re-opening', () => {
  it.each([
    [1, 0.5, 1_500],
    [2, 0.5, 3_000],
    [4, 0.5, 12_000],
    [9, 0.5, 60_000],
    [5_000, 0.5, 60_000],
    [1, 0, 1_500],
    [1, 0.999, 1_874],
    [9, 0, 45_000],
    [9, 0.999, 74_970],
  ])('after failure %i with luck %f is %i ms', (attempt, random, expected) => {
    expect(backOffMs(attempt, 1_500, 60_000, random)).toBe(expected)
  })
})

describe('a sleep of the machine', () => {
  const before = { wallMs: 1_000_000, monotonicMs: 5_000 }
  const later = (wall: number, monotonic: number) => ({
    wallMs: 1_000_000 + wall,
    monotonicMs: 5_000 + monotonic,
  })
  it.each([
    ['no sleep: on time', later(5_000, 5_000), false],
    ['no sleep: a busy second', later(6_500, 6_500), false],
    ['no sleep: wall clock corrected by two seconds', later(7_000, 5_000), false],
    ['no sleep: wall clock set back an hour', later(-3_600_000, 5_000), false],
    ['sleep on Linux, where the monotonic clock stands still', later(3_605_000, 5_000), true],
    ['sleep elsewhere, where it goes on and the timer is late', later(3_605_000, 3_605_000), true],
    ['a stopped process while the wall clock was set back', later(-100, 60_000), true],
  ])('%s', (_what, reading, slept) => {
    expect(hasSlept(before, reading, 5_000, 15_000)).toBe(slept)
  })
})
