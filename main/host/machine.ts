import { randomBytes } from 'node:crypto'
import type { Randomness } from '../scheduling/world.ts'

/** The clock of this machine; every other room is handed it from here. */
export const machineClock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout: (work: () => void, ms: number): unknown => setTimeout(work, ms),
  clearTimeout: (timer: unknown) => clearTimeout(timer as NodeJS.Timeout),
}
export type Clock = typeof machineClock

export const machineRandomness: Randomness = {
  id: prefix => `${prefix}_${randomBytes(12).toString('hex')}`,
  token: () => randomBytes(16).toString('base64url'),
}

/** [0, 1), from the system's generator. */
export const chance = (): number => randomBytes(4).readUInt32BE() / 2 ** 32

export const detectedTzid = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone
