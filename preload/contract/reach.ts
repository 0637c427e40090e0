import { z } from 'zod'
import { httpUrl, instantMs } from './values.ts'

/** How the booking site is made reachable. */
export const reachChoice = z.discriminatedUnion('tunnel', [
  z.strictObject({ tunnel: z.literal('off') }),
  z.strictObject({
    tunnel: z.literal('localtunnel'),
    /** A localtunnel server, own or public. */
    host: httpUrl,
    /** The name asked for; empty: one that Openslot makes and keeps. */
    subdomain: z.union([
      z.literal(''),
      z.string().regex(/^[a-z0-9-]{4,63}$/, '4 to 63 of a–z, 0–9 and hyphen.'),
    ]),
  }),
  /** An address that already leads here (a reverse proxy, another tunnel). */
  z.strictObject({ tunnel: z.literal('fixed'), publicUrl: httpUrl }),
])
export type ReachChoice = z.infer<typeof reachChoice>

export const reach = z.strictObject({
  choice: reachChoice,
  /** True where the command line fixed the choice; the desk cannot change it then. */
  fixedByOption: z.boolean(),
  /** Where the booking site listens on this machine. */
  siteUrl: z.string(),
  /** The public address, only while it has been seen to lead here. */
  publicUrl: z.string().nullable(),
  /** `after_a_page`: strangers first meet a page of the tunnel's provider that may ask them for a password. */
  audience: z.enum(['anyone', 'after_a_page', 'this_machine']),
  status: z.enum(['off', 'opening', 'up', 'down']),
  /** One sentence that tells the truth about it. */
  message: z.string(),
  sinceMs: instantMs.nullable(),
})
export type Reach = z.infer<typeof reach>
