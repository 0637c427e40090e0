import { Page } from '../../components/page.tsx'
import { useNow } from '../../state/clock.ts'
import { useOrganizer } from '../../state/organizer.ts'
import { longDayOf } from '../../time/format.ts'
import { wallMinuteAt } from '../../time/zones.ts'
import { ReachLine } from '../shell/reach-line.tsx'
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
    >
      <AttentionList />
      <NextSteps />
      <div className="today-columns">
        <Upcoming />
        <OpenLinks />
      </div>
      <ReachLine />
    </Page>
  )
}

function greeting(minute: number): string {
  if (minute >= 5 * 60 && minute < 12 * 60) return 'Good morning'
  return minute >= 12 * 60 && minute < 18 * 60 ? 'Good afternoon' : 'Good evening'
}
