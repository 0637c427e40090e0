import { Button } from '../../components/button.tsx'
import { FailureLine, Form } from '../../components/problems.tsx'
import { useSubmit } from '../../components/use-submit.ts'
import { createFromDraft, useComposing } from '../../state/composing.ts'
import { useOrganizer } from '../../state/organizer.ts'
import { counted, dayOf, timeOf } from '../../time/format.ts'
import { AfterBooking } from './after-booking.tsx'
import { Finer } from './finer.tsx'
import { Limits } from './limits.tsx'
import { rangeProblems } from './range-problems.ts'
import { What } from './what.tsx'
import { When } from './when.tsx'
import { Who } from './who.tsx'

/** On a narrow screen the times stand below the form; the foot tells of them while one composes. */
function CountLine() {
  const preview = useComposing(s => s.preview)
  const tzid = useOrganizer(s => s.value?.tzid ?? 'UTC')
  if (!preview) return null
  const { totalSlots, firstStartMs } = preview
  return (
    <p className="composer-count">
      <strong>{totalSlots === 0 ? 'No times to offer' : `${counted(totalSlots, 'time')} to offer`}</strong>
      {firstStartMs !== null && `, first ${dayOf(firstStartMs, tzid)}, ${timeOf(firstStartMs, tzid)}`}
    </p>
  )
}

export function ComposerForm() {
  const draft = useComposing(s => s.draft)
  const previewFailure = useComposing(s => s.previewFailure)
  const { pending, failure, submit } = useSubmit(createFromDraft)
  if (!draft) return null
  return (
    <Form
      failure={failure && { ...failure, fields: rangeProblems(failure.fields, draft) }}
      early={rangeProblems(previewFailure?.fields, draft)}
      onSubmit={() => void submit()}
      label="New link"
      className="composer-form"
    >
      <header className="composer-head">
        <h1>New link</h1>
      </header>
      <div className="composer-parts">
        <What draft={draft} />
        <Who draft={draft} />
        <When draft={draft} />
        <div className="composer-mores">
          <Finer draft={draft} />
          <Limits draft={draft} />
          <AfterBooking draft={draft} />
        </div>
      </div>
      <footer className="composer-foot">
        <FailureLine failure={failure} />
        <CountLine />
        <Button type="submit" look="primary" size="large" isPending={pending}>
          Create link
        </Button>
      </footer>
    </Form>
  )
}
