import { FileTrigger } from 'react-aria-components/FileTrigger'
import type { Calendar } from '../../../preload/contract/calendars.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/choices.tsx'
import { calendarFiles } from '../../components/file-drop.tsx'
import { More } from '../../components/more.tsx'
import { Spinner } from '../../components/working.tsx'
import { calendarLine } from '../../state/calendar-words.ts'
import { updateCalendar } from '../../state/calendars.ts'
import { useNow } from '../../state/clock.ts'
import { counted } from '../../time/format.ts'
import { ProblemList } from './brought.tsx'
import { CalendarMenu } from './calendar-menu.tsx'
import { CalendarTrouble } from './calendar-trouble.tsx'
import { KindIcon } from './kind-icon.tsx'

interface CalendarRowProps {
  readonly calendar: Calendar
  /** What its account says is wrong; not repeated at each of its calendars. */
  readonly accountProblem?: string | null
  readonly onReplace: (files: readonly File[]) => void
}

export function CalendarRow({ calendar, accountProblem = null, onReplace }: CalendarRowProps) {
  const nowMs = useNow()
  return (
    <li className="calendar-row">
      <div className="calendar-line">
        <Checkbox
          isSelected={calendar.countsAsBusy}
          onChange={countsAsBusy => void updateCalendar({ calendarId: calendar.calendarId, countsAsBusy })}
          aria-label={`${calendar.name} counts as busy`}
        >
          <span className="calendar-name">
            {calendar.name} <States calendar={calendar} />
          </span>
        </Checkbox>
        <CalendarMenu calendar={calendar} />
      </div>
      <p className="calendar-detail small soft">
        <KindIcon kind={calendar.kind} />
        <span>{calendarLine(calendar, nowMs)}</span>
        {calendar.freshness?.reading && <Spinner />}
        {calendar.kind === 'ics_file' && (
          <FileTrigger acceptedFileTypes={calendarFiles} onSelect={list => list && onReplace([...list])}>
            <Button look="quiet" size="small" aria-label={`Replace ${calendar.name} with a newer file`}>
              Replace
            </Button>
          </FileTrigger>
        )}
      </p>
      <CalendarTrouble calendar={calendar} accountProblem={accountProblem} />
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

function States({ calendar }: { calendar: Calendar }) {
  const { state, readonly, kind, freshness, feedUrl, countsAsBusy } = calendar
  const waiting = freshness !== null && freshness.confirmedMs === null && freshness.failure === null
  return (
    <>
      {!countsAsBusy && <Badge>Does not count</Badge>}
      {state === 'unread' && (waiting ? <Badge>Not read yet</Badge> : <Badge tone="bad">Unread</Badge>)}
      {state === 'uncertain' && <Badge tone="warn">Uncertain</Badge>}
      {readonly && kind !== 'ics_file' && kind !== 'feed' && <Badge>Read only</Badge>}
      {feedUrl !== null && <Badge tone="good">Published</Badge>}
    </>
  )
}
