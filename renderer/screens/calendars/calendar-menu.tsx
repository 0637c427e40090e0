import { useState } from 'react'
import type { Calendar } from '../../../preload/contract/calendars.ts'
import { Confirm } from '../../components/dialog.tsx'
import { type MenuChoice, PopupMenu } from '../../components/popup-menu.tsx'
import { removeCalendar, syncCalendar } from '../../state/calendars.ts'
import { toast } from '../../state/toasts.ts'
import { counted } from '../../time/format.ts'
import { NameDialog } from './name-dialog.tsx'
import { PublishDialog } from './publish-dialog.tsx'

type Open = 'name' | 'remove' | 'publish'

export function CalendarMenu({ calendar }: { calendar: Calendar }) {
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      <PopupMenu name={`${calendar.name}: more`} choices={choicesOf(calendar, setOpen)} />
      {open === 'name' && <NameDialog sub={calendar.sub} calendar={calendar} onClose={close} />}
      {open === 'publish' && <PublishDialog calendar={calendar} onClose={close} />}
      <Confirm
        title={`Remove ${calendar.name}?`}
        isOpen={open === 'remove'}
        onClose={close}
        onConfirm={() => void removeIt(calendar).then(close)}
        confirm="Remove"
        keep="Keep"
      >
        <p>{whatGoes(calendar)}</p>
      </Confirm>
    </>
  )
}

function choicesOf(calendar: Calendar, open: (what: Open) => void): readonly MenuChoice[] {
  const publish = { id: 'publish', label: 'Private feed…', run: () => open('publish') }
  const sync = { id: 'sync', label: 'Read now', run: () => void readNow(calendar) }
  return [
    ...(calendar.freshness ? [sync] : []),
    { id: 'name', label: 'Rename', run: () => open('name') },
    ...(calendar.kind === 'built_in' ? [publish] : []),
    { id: 'remove', label: 'Remove', danger: true, run: () => open('remove') },
  ]
}

/** Nothing is deleted on anybody's server. */
function whatGoes({ kind, eventCount }: Calendar): string {
  const events = counted(eventCount, 'event')
  if (kind === 'built_in') return `It and its ${events} are deleted for good.`
  if (kind === 'ics_file') return `Its ${events} will no longer count.`
  return `It is no longer read, and its ${events} no longer count as busy. Nothing is deleted where it comes from.`
}

async function readNow(calendar: Calendar): Promise<void> {
  const outcome = await syncCalendar(calendar.calendarId)
  const failure = outcome.ok ? (outcome.value.freshness?.failure ?? null) : outcome.error
  if (failure) toast({ title: `${calendar.name} could not be read`, detail: failure.message, tone: 'bad' })
  else toast({ title: `${calendar.name} was read`, tone: 'good' })
}

async function removeIt(calendar: Calendar): Promise<void> {
  const outcome = await removeCalendar(calendar.calendarId)
  if (outcome.ok) toast({ title: `${calendar.name} was removed`, tone: 'plain' })
  else toast({ title: `${calendar.name} could not be removed`, detail: outcome.error.message, tone: 'bad' })
}
