import type { LucideIcon } from 'lucide-react'
import CalendarClock from 'lucide-react/icons/calendar-clock'
import CalendarOff from 'lucide-react/icons/calendar-off'
import CalendarX from 'lucide-react/icons/calendar-x'
import KeyRound from 'lucide-react/icons/key-round'
import Layers2 from 'lucide-react/icons/layers-2'
import Send from 'lucide-react/icons/send'
import Unplug from 'lucide-react/icons/unplug'
import { useMemo, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Notice, Section } from '../../components/page.tsx'
import { type Attention, attentionOf, keyOf } from '../../state/attention.ts'
import { attentionWords } from '../../state/attention-words.ts'
import { useBookings } from '../../state/bookings.ts'
import { useCalendars } from '../../state/calendars.ts'
import { useNow } from '../../state/clock.ts'
import { useConnections } from '../../state/connections.ts'
import { useOrganizer } from '../../state/organizer.ts'
import { useReach } from '../../state/reach.ts'
import { markSeen, useSeen } from '../../state/seen.ts'

/** So many stand on Today at once. */
const MOST = 5

export function AttentionList() {
  const all = useAttention()
  const [open, setOpen] = useState(false)
  if (all.length === 0) return null
  const shown = open ? all : all.slice(0, MOST)
  return (
    <Section title="Needs your attention">
      <ul className="attention">
        {shown.map(one => (
          <li key={keyOf(one)}>
            <One attention={one} />
          </li>
        ))}
      </ul>
      {all.length > shown.length && (
        <div>
          <Button look="quiet" size="small" onPress={() => setOpen(true)}>
            Show {all.length - shown.length} more
          </Button>
        </div>
      )}
    </Section>
  )
}

function useAttention(): readonly Attention[] {
  const bookings = useBookings(s => s.value)
  const calendars = useCalendars(s => s.value)
  const connections = useConnections(s => s.value)
  const reach = useReach(s => s.value)
  const seen = useSeen(s => s.keys)
  const nowMs = useNow()
  return useMemo(
    () =>
      attentionOf({
        bookings: bookings ?? [],
        calendars: calendars ?? [],
        connections: connections ?? [],
        reach,
        seen,
        nowMs,
      }),
    [bookings, calendars, connections, reach, seen, nowMs],
  )
}

const looks: Readonly<
  Record<Attention['kind'], { readonly tone: 'bad' | 'warn' | 'plain'; readonly Icon: LucideIcon }>
> = {
  reach: { tone: 'bad', Icon: Unplug },
  connection: { tone: 'warn', Icon: CalendarOff },
  unread: { tone: 'bad', Icon: CalendarOff },
  conflict: { tone: 'bad', Icon: Layers2 },
  delivery: { tone: 'bad', Icon: Send },
  uncertain: { tone: 'warn', Icon: CalendarX },
  followed: { tone: 'plain', Icon: CalendarClock },
}

function lookOf(one: Attention) {
  if (one.kind !== 'connection') return looks[one.kind]
  if (one.connection.state === 'sign_in') return { tone: 'bad', Icon: KeyRound } as const
  return one.unread.length > 0 ? looks.unread : looks.connection
}

function One({ attention: one }: { attention: Attention }) {
  const tzid = useOrganizer(s => s.value?.tzid ?? 'UTC')
  const calendars = useCalendars(s => s.value) ?? []
  const { title, detail, href, action } = attentionWords(one, calendars, tzid)
  const { tone, Icon } = lookOf(one)
  const link = (
    <a className="attention-link" href={href}>
      {action}
    </a>
  )
  const putAway = (
    <span className="attention-actions">
      {link}
      <Button look="quiet" size="small" onPress={() => markSeen(keyOf(one))} aria-label={`Got it: ${title}`}>
        Got it
      </Button>
    </span>
  )
  return (
    <Notice
      tone={tone}
      icon={<Icon size={18} />}
      title={title}
      action={one.kind === 'followed' ? putAway : link}
    >
      {detail}
    </Notice>
  )
}
