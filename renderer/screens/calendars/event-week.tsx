import ChevronLeft from 'lucide-react/icons/chevron-left'
import ChevronRight from 'lucide-react/icons/chevron-right'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { CalendarEvent } from '../../../preload/contract/calendars.ts'
import type { Person } from '../../../preload/contract/people.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { Notice } from '../../components/page.tsx'
import { useMedia, wideEnoughForAWeek } from '../../components/use-media.ts'
import type { Block } from '../../components/week/pieces.ts'
import { Week } from '../../components/week/week.tsx'
import { useNow } from '../../state/clock.ts'
import { showEvents, useEvents } from '../../state/events.ts'
import { useOrganizer } from '../../state/organizer.ts'
import { nameOf, toneOf } from '../../state/tones.ts'
import { monthText } from '../../time/format.ts'
import { weekStartsOn } from '../../time/locale.ts'
import { weekOf } from '../../time/weekly-hours.ts'
import { addDays, type Day, dayAt, startOfDay, startOfWeek } from '../../time/zones.ts'
import type { EventInHand } from './event-dialog.tsx'

interface EventWeekProps {
  readonly people: readonly Person[]
  readonly onTake: (event: EventInHand) => void
}

/** The events of everybody. An empty place takes a new one: drawn with the mouse, or tapped. */
export function EventWeek({ people, onTake }: EventWeekProps) {
  const organizer = useOrganizer(s => s.value)
  const tzid = organizer?.tzid ?? 'UTC'
  const nowMs = useNow()
  const count = useMedia(wideEnoughForAWeek) ? 7 : 3
  const first = count === 7 ? startOfWeek(dayAt(nowMs, tzid), weekStartsOn) : dayAt(nowMs, tzid)
  const [chosen, choose] = useState<Day | null>(null)
  const from = chosen ?? first
  const days = useMemo(() => Array.from({ length: count }, (_, i) => addDays(from, i)), [from, count])
  useShown(from, count, tzid)
  const { blocks, allDay, find } = useEventBlocks(people)
  const open = useCallback(
    (block: Block) => {
      const event = find(block.id)
      if (event) onTake({ kind: 'known', event })
    },
    [find, onTake],
  )
  const draw = useCallback(
    (startMs: number, endMs: number) => onTake({ kind: 'new', startMs, endMs }),
    [onTake],
  )
  const openHours = useMemo(() => {
    const week = weekOf(organizer?.hours ?? [])
    return (weekday: number) => week[weekday - 1] ?? []
  }, [organizer])
  return (
    <section className="event-week" aria-label="Events">
      <header className="offered-line">
        <h2 className="event-week-title">{monthText(from, addDays(from, count - 1))}</h2>
        <div className="week-buttons">
          <Button size="small" onPress={() => choose(null)} isDisabled={from === first}>
            Today
          </Button>
          <IconButton
            name={count === 7 ? 'Previous week' : 'Earlier days'}
            size="small"
            onPress={() => choose(addDays(from, -count))}
          >
            <ChevronLeft aria-hidden size={18} />
          </IconButton>
          <IconButton
            name={count === 7 ? 'Next week' : 'Later days'}
            size="small"
            onPress={() => choose(addDays(from, count))}
          >
            <ChevronRight aria-hidden size={18} />
          </IconButton>
        </div>
      </header>
      <EventsFailure />
      <Week
        label="Events of the week"
        days={days}
        tzid={tzid}
        nowMs={nowMs}
        blocks={blocks}
        allDay={allDay}
        openHours={openHours}
        firstMinute={480}
        scrollKey="once"
        onBlock={open}
        onDraw={draw}
      />
    </section>
  )
}

function EventsFailure() {
  const failure = useEvents(s => s.failure)
  if (!failure) return null
  return (
    <Notice tone="bad" icon="!" title="The events could not be read">
      {failure.message}
    </Notice>
  )
}

function useShown(from: Day, count: number, tzid: string): void {
  useEffect(() => {
    void showEvents({ startMs: startOfDay(from, tzid), endMs: startOfDay(addDays(from, count), tzid) })
  }, [from, count, tzid])
}

const none: readonly CalendarEvent[] = []

function useEventBlocks(people: readonly Person[]) {
  const events = useEvents(s => s.value) ?? none
  return useMemo(() => {
    const ids = new Map(
      events.map((event, i) => [`${event.calendarId} ${event.eventUid} ${event.startMs} ${i}`, event]),
    )
    const all = [...ids].map(([id, event]) => ({ event, block: blockOf(id, event, people) }))
    return {
      blocks: all.filter(x => !x.event.allDay).map(x => x.block),
      allDay: all.filter(x => x.event.allDay).map(x => x.block),
      find: (id: string) => ids.get(id),
    }
  }, [events, people])
}

function blockOf(id: string, event: CalendarEvent, people: readonly Person[]): Block {
  return {
    id,
    startMs: event.startMs,
    endMs: event.endMs,
    title: event.summary || 'Untitled',
    owner: nameOf(people, event.sub),
    tone: toneOf(people, event.sub),
    status: event.status,
    opens: true,
  }
}
