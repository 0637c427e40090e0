import { create } from 'zustand'
import type { Booking } from '../../preload/contract/bookings.ts'
import { spanOf } from '../time/format.ts'
import { useDesk } from './desk.ts'
import { go } from './route.ts'
import { recipientName } from './tones.ts'

type Permission = 'granted' | 'denied' | 'default' | 'unsupported'

function currentPermission(): Permission {
  return 'Notification' in globalThis ? Notification.permission : 'unsupported'
}

export const useNotifications = create<{ readonly permission: Permission }>()(() => ({
  permission: currentPermission(),
}))

/** True where this page has to show notifications itself and has not been told yet whether it may. */
export function useMayAskForNotifications(): boolean {
  const permission = useNotifications(s => s.permission)
  const byPage = useDesk(s => s.capabilities?.notifications === 'browser')
  return byPage && permission === 'default'
}

/** Only ever called from a press of a button: browsers, and people, refuse questions out of the blue. */
export async function askForNotifications(): Promise<void> {
  if (!('Notification' in globalThis)) return
  useNotifications.setState({ permission: await Notification.requestPermission() })
}

export function notifyOfBooking(booking: Booking, tzid: string): void {
  const byPage = useDesk.getState().capabilities?.notifications === 'browser'
  if (!byPage || currentPermission() !== 'granted') return
  const notification = new Notification(`${recipientName(booking)} booked ${booking.summary}`, {
    body: spanOf(booking.startMs, booking.endMs, tzid),
    tag: booking.bookingId,
  })
  notification.onclick = () => {
    window.focus()
    go('bookings', booking.bookingId)
    notification.close()
  }
}
