import type { Calendar, CalendarEvent } from '../../../preload/contract/calendars.ts'
import type { Person } from '../../../preload/contract/people.ts'
import { Dialog } from '../../components/dialog.tsx'
import { EventFacts } from './event-facts.tsx'
import { EventForm } from './event-form.tsx'

/** An event that is looked at, or one that is about to be written; new ones may have been drawn in the week. */
export type EventInHand =
  | { readonly kind: 'known'; readonly event: CalendarEvent }
  | { readonly kind: 'new'; readonly startMs: number | null; readonly endMs: number | null }

interface EventDialogProps {
  readonly inHand: EventInHand
  readonly calendars: readonly Calendar[]
  readonly people: readonly Person[]
  readonly onClose: () => void
}

export function EventDialog({ inHand, calendars, people, onClose }: EventDialogProps) {
  if (inHand.kind === 'known' && !inHand.event.editable) {
    return (
      <Dialog title={inHand.event.summary || 'Untitled'} isOpen onClose={onClose}>
        <EventFacts event={inHand.event} calendars={calendars} people={people} />
      </Dialog>
    )
  }
  return (
    <Dialog title={inHand.kind === 'known' ? 'Edit event' : 'New event'} isOpen onClose={onClose}>
      <EventForm
        inHand={inHand}
        calendars={calendars.filter(c => c.editable)}
        people={people}
        onClose={onClose}
      />
    </Dialog>
  )
}
