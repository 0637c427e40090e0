import { useState } from 'react'
import type { CalendarEvent } from '../../../preload/contract/calendars.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/dialog.tsx'
import { createEvent, removeEvent } from '../../state/events.ts'
import { toast } from '../../state/toasts.ts'

/** An event of one's own goes at once and can be brought back; one of a booking takes the booking along, so it asks. */
export function RemoveEvent({ event, onRemoved }: { event: CalendarEvent; onRemoved: () => void }) {
  const [asking, setAsking] = useState(false)
  const remove = async () => {
    const outcome = await removeEvent(event.calendarId, event.eventUid)
    setAsking(false)
    if (!outcome.ok)
      return toast({ title: 'It could not be deleted', detail: outcome.error.message, tone: 'bad' })
    onRemoved()
    focusWeek()
    if (event.bookingId === null) offerUndo(event)
    else toast({ title: 'Event deleted and booking cancelled', detail: event.summary, tone: 'plain' })
  }
  return (
    <>
      <Button look="danger" onPress={() => (event.bookingId === null ? void remove() : setAsking(true))}>
        Delete
      </Button>
      <Confirm
        title="Delete the event of a booking?"
        isOpen={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => void remove()}
        confirm="Delete and cancel booking"
      >
        <p>Somebody chose this time from a link. Deleting the event cancels the booking.</p>
      </Confirm>
    </>
  )
}

/** The block that had the focus is gone; its week takes it, once the dialog has let go. */
function focusWeek(): void {
  setTimeout(
    () => document.querySelector<HTMLElement>('.event-week .week')?.focus({ preventScroll: true }),
    50,
  )
}

function offerUndo(event: CalendarEvent): void {
  const { calendarId, summary, description, location, startMs, endMs, allDay, status } = event
  const again = { calendarId, summary, description, location, startMs, endMs, allDay }
  const undo = async () => {
    const outcome = await createEvent({ ...again, status: status === 'free' ? 'free' : 'busy' })
    if (!outcome.ok)
      toast({ title: 'It could not be brought back', detail: outcome.error.message, tone: 'bad' })
  }
  toast({
    title: 'Event deleted',
    detail: summary,
    tone: 'plain',
    action: { label: 'Undo', run: () => void undo() },
  })
}
