import { z } from 'zod'
import type { RecipientFields } from './pages/confirm.tsx'

const email = z.union([z.literal(''), z.email()])

export interface RecipientForm {
  readonly fields: RecipientFields
  readonly faults: Partial<Record<keyof RecipientFields, string>>
  /** From the page; a form without one books at most once for each thing it says. */
  readonly key: string | null
  /** When each of several meetings was shown to begin; empty where there is one. */
  readonly shownStartsMs: readonly number[]
}

/** What the last look sent. Text longer than its field allows is cut, as the field itself would have. */
export function readRecipientForm(body: unknown): RecipientForm {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const text = (name: string, most: number) =>
    typeof given[name] === 'string' ? cleaned(given[name]).trim().slice(0, most) : ''
  const fields = { name: text('name', 200), email: text('email', 254), note: text('note', 2000) }
  const wrong = !email.safeParse(fields.email).success
  const key = text('key', 64)
  return {
    fields,
    faults: wrong ? { email: 'This does not look like an e-mail address. Leave it empty if you like.' } : {},
    shownStartsMs: text('starts', 400)
      .split(',')
      .flatMap(start => (start === '' ? [] : [Date.parse(start)])),
    key: /^[A-Za-z0-9_-]{16,64}$/.test(key) ? key : null,
  }
}

/** Line ends are kept as one kind, other control characters dropped: none of them is anything a person typed. */
function cleaned(text: string): string {
  return [...text.replace(/\r\n?/g, '\n')].filter(c => c >= ' ' || c === '\n' || c === '\t').join('')
}
