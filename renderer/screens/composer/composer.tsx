import { useEffect } from 'react'
import { Waiting } from '../../components/page.tsx'
import { leaveCreated, startDraft, useComposing } from '../../state/composing.ts'
import { ComposerForm } from './composer-form.tsx'
import { Created } from './created.tsx'
import { OfferedTimes } from './offered-times.tsx'
import { usePreview } from './use-preview.ts'
import './composer.css'

/** Left what is asked, right what would be offered; the right follows the left as one types. */
export function Composer() {
  const draft = useComposing(s => s.draft)
  useEffect(() => {
    if (!draft) startDraft()
  }, [draft])
  useEffect(() => leaveCreated, [])
  if (!draft) return <Waiting what="the desk" />
  return <Workbench />
}

function Workbench() {
  const created = useComposing(s => s.created)
  const shown = usePreview()
  return (
    <div className="composer">
      <div className="composer-left">{created ? <Created link={created} /> : <ComposerForm />}</div>
      <OfferedTimes {...shown} />
    </div>
  )
}
