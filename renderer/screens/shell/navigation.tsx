import CalendarDays from 'lucide-react/icons/calendar-days'
import CalendarPlus from 'lucide-react/icons/calendar-plus'
import Inbox from 'lucide-react/icons/inbox'
import Link2 from 'lucide-react/icons/link-2'
import Settings from 'lucide-react/icons/settings'
import Sun from 'lucide-react/icons/sun'
import { Link } from 'react-aria-components/Link'
import { hrefOf, type Screen, useRoute } from '../../state/route.ts'
import { ReachLine } from './reach-line.tsx'
import { Wordmark } from './wordmark.tsx'
import './navigation.css'

const places = [
  { screen: 'today', label: 'Today', Icon: Sun },
  { screen: 'new', label: 'New link', Icon: CalendarPlus },
  { screen: 'links', label: 'Links', Icon: Link2 },
  { screen: 'bookings', label: 'Bookings', Icon: Inbox },
  { screen: 'calendars', label: 'Calendars', Icon: CalendarDays },
  { screen: 'settings', label: 'Settings', Icon: Settings },
] as const satisfies readonly { screen: Screen; label: string; Icon: unknown }[]

export function Navigation() {
  const here = useRoute(s => s.route.screen)
  return (
    <nav className="nav" aria-label="Desk">
      <Wordmark />
      <ul className="nav-places">
        {places.map(({ screen, label, Icon }) => (
          <li key={screen} className={`nav-${screen}`}>
            <Link
              className="nav-link"
              href={hrefOf(screen)}
              {...(here === screen ? { 'aria-current': 'page' } : {})}
            >
              <Icon aria-hidden size={18} strokeWidth={1.9} />
              <span>{label}</span>
            </Link>
          </li>
        ))}
      </ul>
      <ReachLine />
    </nav>
  )
}
