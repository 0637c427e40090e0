import { useEffect, useRef } from 'react'
import { useRoute } from '../../state/route.ts'
import { Bookings } from '../bookings/bookings.tsx'
import { Calendars } from '../calendars/calendars.tsx'
import { Composer } from '../composer/composer.tsx'
import { Links } from '../links/links.tsx'
import { SettingsScreen } from '../settings/settings.tsx'
import { Today } from '../today/today.tsx'

const titles = {
  today: 'Today',
  new: 'New link',
  links: 'Links',
  bookings: 'Bookings',
  calendars: 'Calendars',
  settings: 'Settings',
} as const

export function ScreenOf() {
  const route = useRoute(s => s.route)
  useArrival(route.screen)
  if (route.screen === 'new') return <Composer />
  if (route.screen === 'links') return <Links id={route.id} />
  if (route.screen === 'bookings') return <Bookings id={route.id} />
  if (route.screen === 'calendars') return <Calendars />
  if (route.screen === 'settings') return <SettingsScreen />
  return <Today />
}

/** A new screen names the window and takes the focus, as a new page would; the first one leaves it alone. */
function useArrival(screen: keyof typeof titles): void {
  const first = useRef<boolean>(true)
  useEffect(() => {
    document.title = `${titles[screen]} · Openslot`
    if (!first.current) {
      window.scrollTo(0, 0)
      document.getElementById('main')?.focus({ preventScroll: true })
    }
    first.current = false
  }, [screen])
}
