import { ensureBuilt } from '../../main/ensure-built.ts'

/** Tests that run the program run what users run: the built one. */
export function setup(): void {
  ensureBuilt()
}
