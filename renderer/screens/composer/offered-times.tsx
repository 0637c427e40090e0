import { memo, useMemo, useState } from 'react'
import type { OfferedSlot } from '../../../preload/contract/availability.ts'
import { useMedia, wideEnoughForAWeek } from '../../components/use-media.ts'
import type { Block } from '../../components/week/pieces.ts'
import { Week } from '../../components/week/week.tsx'
import { useNow } from '../../state/clock.ts'
import { useComposing } from '../../state/composing.ts'
import type { Draft } from '../../state/draft.ts'
import { useOrganizer } from '../../state/organizer.ts'
import { usePeople } from '../../state/people.ts'
import { nameOf, toneOf } from '../../state/tones.ts'
import type { StartGrid } from '../../time/start-grid.ts'
import { weekOf } from '../../time/weekly-hours.ts'
import { addDays, wallMinuteAt } from '../../time/zones.ts'
import { DayList } from './day-list.tsx'
import { NoTimes } from './no-times.tsx'
import { OfferedHead } from './offered-head.tsx'
import type { ShownWeek } from './use-preview.ts'
import { useWhyNot } from './use-why-not.ts'
import { WhyNot } from './why-not.tsx'

const none: readonly never[] = []

/** Drawn again for new times or another week, not with every letter of a title. */
export const OfferedTimes = memo(function OfferedTimes(shown: ShownWeek) {
  const wide = useMedia(wideEnoughForAWeek)
  const nowMs = useNow()
  const preview = useComposing(s => s.preview)
  const [slot, chooseSlot] = useState<OfferedSlot | null>(null)
  const blocks = useBusyBlocks()
  const openHours = useOpenHours()
  const days = useMemo(() => Array.from({ length: 7 }, (_, i) => addDays(shown.week, i)), [shown.week])
  const slots = preview?.slots ?? none
  const earliest = useMemo(() => firstMinute(slots, shown.tzid), [slots, shown.tzid])
  const grid = useStartGrid()
  const { asked, ask, close } = useWhyNot()
  const common = { days, tzid: shown.tzid, blocks, slots, nowMs, grid, onAsk: ask }
  return (
    <section className="offered" aria-label="Times that will be offered">
      <OfferedHead {...shown} slot={slot} />
      {preview?.totalSlots === 0 && <NoTimes />}
      {wide ? (
        <Week
          {...common}
          label="Week"
          openHours={openHours}
          firstMinute={earliest}
          scrollKey={`${shown.week} ${preview === null}`}
          onSlot={chooseSlot}
          askedMs={asked?.startMs ?? null}
        />
      ) : (
        <DayList {...common} />
      )}
      {asked && <WhyNot asked={asked} tzid={shown.tzid} onClose={close} />}
    </section>
  )
})

/** Where the draft's starts may fall. */
function useStartGrid(): StartGrid | null {
  const intervalMinutes = useComposing(s => s.draft?.startIntervalMinutes ?? null)
  const tzid = useComposing(s => s.draft?.tzid ?? null)
  return useMemo(
    () => (intervalMinutes === null || tzid === null ? null : { intervalMinutes, tzid }),
    [intervalMinutes, tzid],
  )
}

function useBusyBlocks(): readonly Block[] {
  const busy = useComposing(s => s.preview?.busy) ?? none
  const people = usePeople(s => s.value) ?? none
  return useMemo(
    () =>
      busy.map((b, index) => ({
        id: `${b.sub} ${b.startMs} ${index}`,
        startMs: b.startMs,
        endMs: b.endMs,
        title: b.summary || 'Busy',
        owner: nameOf(people, b.sub),
        tone: toneOf(people, b.sub),
        status: b.status,
        opens: false,
      })),
    [busy, people],
  )
}

/** Hours outside the organizer's week are shaded while the organizer takes part and keeps to them. */
function useOpenHours() {
  const organizer = useOrganizer(s => s.value)
  const kept = useComposing(s => s.draft !== null && organizer !== null && keepsHours(s.draft, organizer.sub))
  return useMemo(() => {
    if (!organizer || !kept) return null
    const week = weekOf(organizer.hours)
    return (weekday: number) => week[weekday - 1] ?? []
  }, [organizer, kept])
}

function keepsHours(draft: Draft, sub: string): boolean {
  return draft.groups.some(g => g.members.some(m => m.sub === sub && m.keepsHours))
}

/** The earliest hour that has something to show, so that the week opens there. */
function firstMinute(slots: readonly OfferedSlot[], tzid: string): number {
  const minutes = slots.map(s => wallMinuteAt(s.startMs, tzid))
  return minutes.length > 0 ? Math.min(...minutes) : 480
}
