import CalendarCheck from 'lucide-react/icons/calendar-check'
import CalendarX from 'lucide-react/icons/calendar-x'
import Mail from 'lucide-react/icons/mail'
import Webhook from 'lucide-react/icons/webhook'
import type { Booking, Delivery } from '../../../preload/contract/bookings.ts'
import { Badge, type Tone } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import '../../components/rows.css'
import { useSubmit } from '../../components/use-submit.ts'
import { deliveryTitle } from '../../state/attention-words.ts'
import { retryDelivery } from '../../state/bookings.ts'
import { useNow } from '../../state/clock.ts'
import { toast } from '../../state/toasts.ts'
import { counted, relativeText } from '../../time/format.ts'

const icons = { event: CalendarCheck, event_removal: CalendarX, webhook: Webhook, mail: Mail }

/** What followed from a booking, and how far it got. */
export function Deliveries({ booking }: { booking: Booking }) {
  if (booking.deliveries.length === 0) {
    return (
      <p className="soft small">
        Nothing had to be delivered: no calendar takes this event, and no program asked for word.
      </p>
    )
  }
  return (
    <ul className="rows card" aria-label="Deliveries">
      {booking.deliveries.map(delivery => (
        <DeliveryRow key={delivery.deliveryId} delivery={delivery} />
      ))}
    </ul>
  )
}

function DeliveryRow({ delivery }: { delivery: Delivery }) {
  const nowMs = useNow()
  const Icon = icons[delivery.kind]
  return (
    <li className="row delivery">
      <Icon aria-hidden size={18} className="soft" />
      <div className="row-main">
        <p className="delivery-title">{deliveryTitle(delivery)}</p>
        <p className="row-detail">
          <Badge tone={tones[delivery.state]}>{words[delivery.state]}</Badge> {progressOf(delivery, nowMs)}
        </p>
        {delivery.state !== 'delivered' && delivery.lastError !== null && (
          <p className="row-detail delivery-error">{delivery.lastError}</p>
        )}
      </div>
      {delivery.state !== 'delivered' && <Retry delivery={delivery} />}
    </li>
  )
}

const tones: Record<Delivery['state'], Tone> = { pending: 'plain', delivered: 'good', failed: 'bad' }
const words: Record<Delivery['state'], string> = {
  pending: 'On its way',
  delivered: 'Delivered',
  failed: 'Failed',
}

function progressOf(delivery: Delivery, nowMs: number): string {
  const { state, attempts, nextAttemptMs, deliveredMs } = delivery
  if (state === 'delivered') return deliveredMs === null ? '' : relativeText(deliveredMs, nowMs)
  const tried = attempts === 0 ? 'not tried yet' : `${counted(attempts, 'try', 'tries')} so far`
  return nextAttemptMs === null ? tried : `${tried}, next ${relativeText(nextAttemptMs, nowMs)}`
}

function Retry({ delivery }: { delivery: Delivery }) {
  const { pending, submit } = useSubmit(retryDelivery)
  const retry = async () => {
    const outcome = await submit(delivery.deliveryId)
    if (!outcome.ok)
      toast({ title: 'It could not be tried again', detail: outcome.error.message, tone: 'bad' })
  }
  return (
    <Button
      size="small"
      isPending={pending}
      onPress={() => void retry()}
      aria-label={`Try again: ${deliveryTitle(delivery)}`}
    >
      Try again
    </Button>
  )
}
