import CalendarDays from 'lucide-react/icons/calendar-days'
import FileClock from 'lucide-react/icons/file-clock'
import { useState } from 'react'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import type { Calendar } from '../../../preload/contract/calendars.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/choices.tsx'
import { Confirm } from '../../components/dialog.tsx'
import { calendarFiles } from '../../components/file-drop.tsx'
import { More } from '../../components/more.tsx'
import { PopupMenu } from '../../components/popup-menu.tsx'
import { removeCalendar, updateCalendar } from '../../state/calendars.ts'
import { useNow } from '../../state/clock.ts'
import { toast } from '../../state/toasts.ts'
import { counted, relativeText } from '../../time/format.ts'
import { ProblemList } from './brought.tsx'
import { NameDialog } from './name-dialog.tsx'

interface CalendarRowProps {
  readonly calendar: Calendar
  readonly onReplace: (files: readonly File[]) => void
}

export function CalendarRow({ calendar, onReplace }: CalendarRowProps) {
  const Icon = calendar.kind === 'ics_file' ? FileClock : CalendarDays
  return (
    <li className="calendar-row">
      <div className="calendar-line">
        <Icon aria-hidden size={16} className="soft" />
        <div className="calendar-words">
          <p className="calendar-name">
            {calendar.name} {calendar.state === 'uncertain' && <Badge tone="warn">Uncertain</Badge>}
          </p>
          <p className="small soft">
            <Told calendar={calendar} />
          </p>
        </div>
        <CalendarMenu calendar={calendar} />
      </div>
      <div className="calendar-line calendar-tools">
        <Checkbox
          isSelected={calendar.countsAsBusy}
          onChange={countsAsBusy => void updateCalendar({ calendarId: calendar.calendarId, countsAsBusy })}
          aria-label={`${calendar.name} counts as busy`}
        >
          <span className="small">Counts as busy</span>
        </Checkbox>
        {calendar.kind === 'ics_file' && (
          <FileTrigger acceptedFileTypes={calendarFiles} onSelect={list => list && onReplace([...list])}>
            <Button look="quiet" size="small" aria-label={`Replace ${calendar.name} with a newer file`}>
              Replace
            </Button>
          </FileTrigger>
        )}
      </div>
      {calendar.problems.length > 0 && (
        <More
          label={`${counted(calendar.problems.length, 'entry', 'entries')} could not be read`}
          level={3}
          small
        >
          <div className="small">
            <ProblemList problems={calendar.problems} />
          </div>
        </More>
      )}
    </li>
  )
}

function Told({ calendar }: { calendar: Calendar }) {
  const nowMs = useNow()
  const events = counted(calendar.eventCount, 'event')
  if (calendar.kind === 'built_in')
    return <>{`${events} · ${calendar.primary ? 'bookings go in here' : 'takes events'}`}</>
  const when = calendar.importedMs === null ? '' : `, brought in ${relativeText(calendar.importedMs, nowMs)}`
  return (
    <>
      {events} · {calendar.fileName}
      {when}
    </>
  )
}

function CalendarMenu({ calendar }: { calendar: Calendar }) {
  const [open, setOpen] = useState<'name' | 'remove' | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      <PopupMenu
        name={`${calendar.name}: more`}
        choices={[
          { id: 'name', label: 'Rename', run: () => setOpen('name') },
          { id: 'remove', label: 'Remove', danger: true, run: () => setOpen('remove') },
        ]}
      />
      {open === 'name' && <NameDialog sub={calendar.sub} calendar={calendar} onClose={close} />}
      <Confirm
        title={`Remove ${calendar.name}?`}
        isOpen={open === 'remove'}
        onClose={close}
        onConfirm={() => void removeIt(calendar).then(close)}
        confirm="Remove"
        keep="Keep"
      >
        <p>Its {counted(calendar.eventCount, 'event')} will no longer count.</p>
      </Confirm>
    </>
  )
}

async function removeIt(calendar: Calendar): Promise<void> {
  const outcome = await removeCalendar(calendar.calendarId)
  if (outcome.ok) toast({ title: `${calendar.name} was removed`, tone: 'plain' })
  else toast({ title: `${calendar.name} could not be removed`, detail: outcome.error.message, tone: 'bad' })
}
