import { create } from 'zustand'
import type { Preview } from '../../preload/contract/availability.ts'
import type { Explanation } from '../../preload/contract/explanation.ts'
import type { Link } from '../../preload/contract/links.ts'
import type { SpanMs } from '../../preload/contract/values.ts'
import type { Failure, Outcome } from '../client/client.ts'
import { nowMs } from './clock.ts'
import { type Draft, linkOf, newDraft, queryOf } from './draft.ts'
import { createLink } from './links.ts'
import type { Loosening } from './loosening.ts'
import { useOrganizer } from './organizer.ts'
import { call } from './program-calls.ts'
import { toast } from './toasts.ts'

interface Composing {
  readonly draft: Draft | null
  readonly preview: Preview | null
  readonly previewFailure: Failure | null
  /** True from a change until its answer. */
  readonly asking: boolean
  readonly created: Link | null
}

const nothing: Composing = { draft: null, preview: null, previewFailure: null, asking: false, created: null }

/** The link being composed. It outlives its screen, so that a look elsewhere loses nothing. */
export const useComposing = create<Composing>()(() => nothing)

export function startDraft(): void {
  const organizer = useOrganizer.getState().value
  if (organizer) useComposing.setState({ ...nothing, draft: newDraft(organizer) })
}

export function changeDraft(change: (draft: Draft) => Draft): void {
  useComposing.setState(s => (s.draft ? { draft: change(s.draft) } : {}))
}

/** Whoever comes back after creating a link finds a new form; a draft that was not finished stays. */
export function leaveCreated(): void {
  useComposing.setState(s => (s.created ? nothing : {}))
}

/** The part of a draft that its times depend on, as a value to compare: a new title asks for nothing. */
export function questionOf(draft: Draft): string {
  const {
    summary,
    description,
    location,
    conferencingProfileId,
    targets,
    callbackUrl,
    redirectUrl,
    ...asked
  } = draft
  return JSON.stringify(asked)
}

let latest = 0

/** Asks what the draft would offer; of questions under way only the latest is answered. */
export async function askPreview(draft: Draft, window: SpanMs): Promise<void> {
  latest += 1
  const mine = latest
  useComposing.setState({ asking: true })
  const outcome = await call('availability.preview', { query: queryOf(draft, nowMs()), window })
  if (mine !== latest) return
  useComposing.setState(
    outcome.ok
      ? { preview: outcome.value, previewFailure: null, asking: false }
      : { previewFailure: outcome.error, asking: false },
  )
}

/** Why a start is not offered by the draft as it stands. */
export function explainStart(draft: Draft, startMs: number): Promise<Outcome<Explanation>> {
  return call('availability.explain', { query: queryOf(draft, nowMs()), startMs })
}

/** Gives way on one thing, says so, and offers to take it back: that one thing, not what was typed since. */
export function loosen({ apply, done }: Loosening): void {
  const { draft } = useComposing.getState()
  if (!draft) return
  const after = apply(draft)
  const changed = Object.entries(draft).filter(([key, value]) => after[key as keyof Draft] !== value)
  const before: Partial<Draft> = Object.fromEntries(changed)
  changeDraft(apply)
  const undo = () => changeDraft(d => ({ ...d, ...before }))
  toast({ title: done, tone: 'plain', action: { label: 'Undo', run: undo } })
}

export async function createFromDraft(): Promise<Outcome<Link>> {
  const { draft } = useComposing.getState()
  if (!draft) throw new Error('There is no draft to create a link from.')
  const outcome = await createLink(linkOf(draft, nowMs()))
  if (outcome.ok) useComposing.setState({ created: outcome.value })
  return outcome
}
