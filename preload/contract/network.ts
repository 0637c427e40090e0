import { z } from 'zod'
import { line } from './values.ts'

export const networkSettings = z.strictObject({
  /** Hosts that feeds, calendar servers and callbacks may have though they are private, speak plain http or use a port of their own. */
  allowedHosts: z.array(z.string()),
})
export type NetworkSettings = z.infer<typeof networkSettings>

/** A name or a literal address, as it stands in addresses; a whole address is understood, too. */
export const hostToAllow = z.strictObject({ host: line(2000) })
