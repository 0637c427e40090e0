import { z } from 'zod'
import { sub } from './values.ts'

/** What a program needs to use `/v1`. Secrets: the desk shows them only when asked to. */
export const programAccess = z.strictObject({
  apiUrl: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  sub,
  accessToken: z.string(),
  dataDir: z.string(),
  version: z.string(),
})
export type ProgramAccess = z.infer<typeof programAccess>
