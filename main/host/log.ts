/**
 * One line a message, on standard error, with the fault's own words but never its data: no line of the log may hold
 * an address of a link, a key, or what somebody wrote.
 */
export function createLog(write: (line: string) => void, now: () => number) {
  return (message: string, fault?: unknown): void => {
    const detail = fault === undefined ? {} : { fault: describe(fault) }
    write(`${JSON.stringify({ time: new Date(now()).toISOString(), message, ...detail })}\n`)
  }
}

function describe(fault: unknown): string {
  if (!(fault instanceof Error)) return typeof fault
  const cause = fault.cause instanceof Error ? ` (${fault.cause.name}: ${fault.cause.message})` : ''
  return `${fault.stack ?? `${fault.name}: ${fault.message}`}${cause}`
}

/** The booking site outlives whoever reads the log, and a fault that nobody foresaw (ASVS 16.5.4). */
export function keepRunning(log: (message: string, fault?: unknown) => void): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  process.on('uncaughtException', fault => log('a fault that nobody caught', fault))
  process.on('unhandledRejection', fault => log('a fault that nobody caught', fault))
}
