import CalendarX from 'lucide-react/icons/calendar-x'
import { useState } from 'react'
import type { Connected } from '../../../../preload/contract/connections.ts'
import { Button } from '../../../components/button.tsx'
import { Empty } from '../../../components/page.tsx'
import { FailureLine } from '../../../components/problems.tsx'
import { useSubmit } from '../../../components/use-submit.ts'
import { chooseCalendars } from '../../../state/connections.ts'
import { toast } from '../../../state/toasts.ts'
import { counted } from '../../../time/format.ts'
import { FoundList } from './found-list.tsx'

interface ChooseStepProps extends Connected {
  readonly onDone: () => void
  readonly onCancel: () => void
}

/** What the account has; everything is chosen until somebody says otherwise. */
export function ChooseStep({ connection, found, onDone, onCancel }: ChooseStepProps) {
  const [chosen, choose] = useState<ReadonlySet<string>>(() => new Set(found.map(f => f.remoteId)))
  const { pending, failure, submit } = useSubmit(
    () => chooseCalendars(connection.connectionId, [...chosen]),
    () => {
      const title = `${counted(chosen.size, 'calendar')} of ${connection.name} added`
      toast({ title, detail: 'Their events count as soon as they are read.', tone: 'good' })
      onDone()
    },
  )
  if (found.length === 0) {
    return (
      <Empty
        icon={<CalendarX size={20} />}
        title="This account has no calendars"
        action={<Button onPress={onCancel}>Close</Button>}
      >
        {connection.name} answered, but there is nothing to read. Make a calendar there first.
      </Empty>
    )
  }
  return (
    <>
      <p className="soft">
        <strong>{connection.name}</strong> has {counted(found.length, 'calendar')}. Those that you leave out
        do not count as busy.
      </p>
      <FoundList found={found} chosen={chosen} onChange={choose} />
      <FailureLine failure={failure} />
      <div className="form-actions">
        <Button look="quiet" onPress={onCancel}>
          Cancel
        </Button>
        <Button
          look="primary"
          isPending={pending}
          isDisabled={chosen.size === 0}
          onPress={() => void submit()}
        >
          {chosen.size === 0 ? 'Add' : `Add ${counted(chosen.size, 'calendar')}`}
        </Button>
      </div>
    </>
  )
}
