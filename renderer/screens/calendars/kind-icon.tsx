import type { LucideIcon } from 'lucide-react'
import CalendarDays from 'lucide-react/icons/calendar-days'
import FileClock from 'lucide-react/icons/file-clock'
import Rss from 'lucide-react/icons/rss'
import Server from 'lucide-react/icons/server'
import type { Calendar } from '../../../preload/contract/calendars.ts'

const icons: Readonly<Record<Calendar['kind'], LucideIcon | string>> = {
  built_in: CalendarDays,
  ics_file: FileClock,
  feed: Rss,
  caldav: Server,
  google: 'G',
  microsoft: 'M',
}

/** Where a calendar comes from, at a glance. The words beside it say the same. */
export function KindIcon({ kind }: { kind: Calendar['kind'] }) {
  const Icon = icons[kind]
  if (typeof Icon === 'string') {
    return (
      <span className="kind-letter" aria-hidden>
        {Icon}
      </span>
    )
  }
  return <Icon aria-hidden size={15} className="soft" />
}
