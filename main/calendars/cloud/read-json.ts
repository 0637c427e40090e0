import type { GuardedResponse } from '../../network/guarded-fetch.ts'

/** What an answer says, or null where it is no JSON; whoever asks checks its shape. */
export function readJson(response: Pick<GuardedResponse, 'text'>): unknown {
  try {
    return JSON.parse(response.text())
  } catch {
    return null
  }
}
