import { useEffect, useState } from 'react'
import type { Connection, FoundCalendar } from '../../../../preload/contract/connections.ts'
import type { Outcome } from '../../../client/client.ts'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { FailureLine } from '../../../components/problems.tsx'
import { useSubmit } from '../../../components/use-submit.ts'
import { Working } from '../../../components/working.tsx'
import { chooseCalendars, findCalendars } from '../../../state/connections.ts'
import { counted } from '../../../time/format.ts'
import { FoundList } from '../add/found-list.tsx'

interface ChooseDialogProps {
  readonly connection: Connection
  readonly onClose: () => void
}

/** Asks the server which calendars there are by now, and changes which of them are read. */
export function ChooseDialog({ connection, onClose }: ChooseDialogProps) {
  const { answer, again } = useFound(connection.connectionId)
  return (
    <Dialog title={`Calendars of ${connection.name}`} isOpen onClose={onClose} wide>
      {answer === null && (
        <div role="status">
          <Working>Asking {connection.name} which calendars there are…</Working>
        </div>
      )}
      {answer?.ok === false && (
        <>
          <FailureLine failure={answer.error} />
          <div className="form-actions">
            <Button look="quiet" onPress={onClose}>
              Close
            </Button>
            <Button onPress={again}>Ask again</Button>
          </div>
        </>
      )}
      {answer?.ok && <Choice connection={connection} found={answer.value} onClose={onClose} />}
    </Dialog>
  )
}

function useFound(connectionId: string) {
  const [answer, setAnswer] = useState<Outcome<FoundCalendar[]> | null>(null)
  const [times, setTimes] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `times` is what asks once more.
  useEffect(() => {
    let here = true
    setAnswer(null)
    void findCalendars(connectionId).then(outcome => here && setAnswer(outcome))
    return () => {
      here = false
    }
  }, [connectionId, times])
  return { answer, again: () => setTimes(times + 1) }
}

interface ChoiceProps extends ChooseDialogProps {
  readonly found: readonly FoundCalendar[]
}

function Choice({ connection, found, onClose }: ChoiceProps) {
  const read = found.filter(f => f.calendarId !== null).map(f => f.remoteId)
  const [chosen, choose] = useState<ReadonlySet<string>>(() => new Set(read))
  const { pending, failure, submit } = useSubmit(
    () => chooseCalendars(connection.connectionId, [...chosen]),
    onClose,
  )
  const dropped = read.filter(id => !chosen.has(id)).length
  return (
    <>
      <FoundList found={found} chosen={chosen} onChange={choose} />
      {dropped > 0 && (
        <p className="small soft" role="status">
          {counted(dropped, 'calendar')} will no longer count as busy. Nothing is deleted at {connection.name}
          .
        </p>
      )}
      <FailureLine failure={failure} />
      <div className="form-actions">
        <Button look="quiet" onPress={onClose}>
          Cancel
        </Button>
        <Button look="primary" isPending={pending} onPress={() => void submit()}>
          Save
        </Button>
      </div>
    </>
  )
}
