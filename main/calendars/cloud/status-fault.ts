import { CalendarFault, type CalendarFaultKind } from '../calendar-fault.ts'

/** An answer that was no success, as far as it matters here. Never what the answer says in words. */
export interface Refusal {
  readonly status: number
  /** The provider's own short word: `reason` at Google, `code` at Microsoft. */
  readonly reason: string
  readonly waitMs: number | null
}

/** How a provider says what the status alone does not tell. */
export interface RefusalRules {
  readonly name: string
  /** Words for "too often", whatever the status. */
  readonly throttling: readonly string[]
  readonly full: readonly string[]
  /** Words for which there is a better sentence than the status has. */
  readonly sentences: Readonly<Record<string, { readonly kind: CalendarFaultKind; readonly message: string }>>
}

/** Whether the provider wants to be left alone for a while. */
export function asksToWait({ status, reason, waitMs }: Refusal, rules: RefusalRules): boolean {
  return status === 429 || rules.throttling.includes(reason) || (status >= 500 && waitMs !== null)
}

/** What a refusal means for the organizer. */
export function statusFault({ status, reason, waitMs }: Refusal, rules: RefusalRules): CalendarFault {
  const known = rules.sentences[reason]
  if (known !== undefined) return new CalendarFault(known.kind, known.message)
  if (rules.full.includes(reason)) return new CalendarFault('full', `This calendar at ${rules.name} is full.`)
  const [kind, text] = byStatus(status)
  return new CalendarFault(kind, `${rules.name} ${text}`, { retryAfterMs: waitMs })
}

function byStatus(status: number): [CalendarFaultKind, string] {
  if (status === 401) return ['sign_in', 'no longer accepts this sign-in. Sign in again.']
  if (status === 403) return ['forbidden', 'does not let this account do that with this calendar.']
  if (status === 404 || status === 410)
    return ['not_found', 'no longer has this calendar, or no longer shows it to this account.']
  if (status === 423)
    return ['locked', 'has locked this calendar for the moment. Openslot tries again by itself.']
  if (status === 507) return ['full', 'says that this calendar is full.']
  if (status === 408 || status >= 500)
    return ['server', `is in trouble (${status}). Openslot tries again by itself.`]
  if (status >= 300 && status < 400)
    return ['malformed', `sent Openslot elsewhere (${status}), which it does not follow.`]
  return ['refused', `did not accept what Openslot asked (${status}).`]
}
