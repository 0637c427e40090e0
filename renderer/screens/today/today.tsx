import CalendarPlus from 'lucide-react/icons/calendar-plus'
import { Page } from '../../components/page.tsx'
import { useNow } from '../../state/clock.ts'
import { useOrganizer } from '../../state/organizer.ts'
import { hrefOf } from '../../state/route.ts'
import { longDayOf } from '../../time/format.ts'
import { wallMinuteAt } from '../../time/zones.ts'
import { AttentionList } from './attention-list.tsx'
import { NextSteps } from './next-steps.tsx'
import { OpenLinks } from './open-links.tsx'
import { Upcoming } from './upcoming.tsx'
import './today.css'

export function Today() {
  const nowMs = useNow()
  const organizer = useOrganizer(s => s.value)
  if (!organizer) return null
  const { name, tzid } = organizer
  return (
    <Page
      title={`${greeting(wallMinuteAt(nowMs, tzid))}, ${name.split(' ')[0]}`}
      lead={longDayOf(nowMs, tzid)}
      actions={
        <a className="button button-primary button-medium" href={hrefOf('new')}>
          <CalendarPlus aria-hidden size={17} /> New link
        </a>
      }
    >
      <AttentionList />
      <NextSteps />
      <div className="today-columns">
        <Upcoming />
        <OpenLinks />
      </div>
    </Page>
  )
}

function greeting(minute: number): string {
  if (minute < 5 * 60) return 'Still up'
  if (minute < 12 * 60) return 'Good morning'
  return minute < 18 * 60 ? 'Good afternoon' : 'Good evening'
}
