/** One line of a bench: what was done, what it took, and what it may take at most (or must reach at least). */
export interface Row {
  readonly work: string
  readonly measured: number
  readonly bound: number
  readonly unit: string
  readonly atLeast?: true
}

/** Prints every line with its bound, and ends the process with 1 when one is missed. */
export function printRows(rows: readonly Row[]): void {
  for (const row of rows) {
    const { work, measured, bound, unit, atLeast } = row
    const verdict = isMissed(row) ? 'MISSED' : 'ok'
    const limit = `${atLeast ? 'at least' : 'at most'} ${bound} ${unit}`
    console.log(
      `${verdict.padEnd(6)}  ${work}: ${measured.toFixed(measured < 100 ? 3 : 0)} ${unit} (${limit})`,
    )
  }
  if (rows.some(isMissed)) process.exitCode = 1
}

function isMissed({ measured, bound, atLeast }: Row): boolean {
  return atLeast ? measured < bound : measured > bound
}

/** A repeatable stream of numbers in [0, 1): the data is the same on every run. */
export function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
