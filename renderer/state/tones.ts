import type { Booking } from '../../preload/contract/bookings.ts'
import type { Person } from '../../preload/contract/people.ts'

/** The organizer first, then the others as the program lists them: the order that colours follow. */
export function inOrder(people: readonly Person[]): readonly Person[] {
  return [...people.filter(p => p.isOrganizer), ...people.filter(p => !p.isOrganizer)]
}

/** Which of the colours is a person's, everywhere on the desk. */
export function toneOf(people: readonly Person[], sub: string): number {
  return Math.max(
    0,
    inOrder(people).findIndex(p => p.sub === sub),
  )
}

/** The recipient as they called themselves; a name is theirs to give or not. */
export function recipientName({ recipient }: Booking): string {
  return recipient.name || recipient.email || 'Somebody'
}

export function nameOf(people: readonly Person[], sub: string): string {
  return people.find(p => p.sub === sub)?.name ?? 'Somebody no longer here'
}
