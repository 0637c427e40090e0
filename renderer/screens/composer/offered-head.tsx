import ChevronLeft from 'lucide-react/icons/chevron-left'
import ChevronRight from 'lucide-react/icons/chevron-right'
import type { OfferedSlot } from '../../../preload/contract/availability.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { useNow } from '../../state/clock.ts'
import { useComposing } from '../../state/composing.ts'
import { subsOf } from '../../state/draft.ts'
import { usePeople } from '../../state/people.ts'
import { nameOf, toneOf } from '../../state/tones.ts'
import { counted, dayOf, joined, monthText, spanOf, timeOf } from '../../time/format.ts'
import { weekStartsOn } from '../../time/locale.ts'
import { zoneText } from '../../time/zone-names.ts'
import { addDays, dayAt, startOfWeek } from '../../time/zones.ts'
import { WhatWouldGiveMore } from './more-times.tsx'
import type { ShownWeek } from './use-preview.ts'

const MOST_COUNTED = 2000

export function OfferedHead(props: ShownWeek & { slot: OfferedSlot | null }) {
  return (
    <header className="offered-head">
      <div className="offered-line">
        <Count tzid={props.tzid} />
        <WeekButtons {...props} />
      </div>
      <GiveMore />
      <div className="offered-line offered-legend-line">
        <Legend />
        <SlotLine slot={props.slot} tzid={props.tzid} />
      </div>
    </header>
  )
}

function Count({ tzid }: { tzid: string }) {
  const preview = useComposing(s => s.preview)
  const asking = useComposing(s => s.asking)
  if (!preview) return <h2 className="offered-count">Looking for times…</h2>
  const { totalSlots, firstStartMs, computedInMs } = preview
  const count = totalSlots >= MOST_COUNTED ? 'More than 2,000 times' : counted(totalSlots, 'time')
  return (
    <div className="offered-count-block" data-asking={asking || undefined}>
      <h2 className="offered-count">{totalSlots === 0 ? 'No times to offer' : `${count} to offer`}</h2>
      <p className="small soft" role="status">
        {firstStartMs !== null && `First ${dayOf(firstStartMs, tzid)}, ${timeOf(firstStartMs, tzid)} · `}
        <span title="How long Openslot took to work this out">{computedText(computedInMs)}</span>
      </p>
    </div>
  )
}

/** Only while the form still stands beside it and there are times; where there are none, that is said at length. */
function GiveMore() {
  const any = useComposing(s => s.created === null && (s.preview?.totalSlots ?? 0) > 0)
  return any ? <WhatWouldGiveMore /> : null
}

function computedText(ms: number): string {
  return ms < 1 ? 'worked out in under 1 ms' : `worked out in ${Math.round(ms)} ms`
}

function WeekButtons({ week, thisWeek, tzid, chooseWeek }: ShownWeek) {
  const firstMs = useComposing(s => s.preview?.firstStartMs ?? null)
  const firstWeek = firstMs === null ? null : startOfWeek(dayAt(firstMs, tzid), weekStartsOn)
  return (
    <div className="week-buttons">
      {firstWeek !== null && firstWeek !== week && (
        <Button look="secondary" size="small" onPress={() => chooseWeek(null)}>
          First offered
        </Button>
      )}
      <span className="week-name">{monthText(week, addDays(week, 6))}</span>
      <IconButton
        name="Previous week"
        size="small"
        isDisabled={week <= thisWeek}
        onPress={() => chooseWeek(addDays(week, -7))}
      >
        <ChevronLeft aria-hidden size={18} />
      </IconButton>
      <IconButton name="Next week" size="small" onPress={() => chooseWeek(addDays(week, 7))}>
        <ChevronRight aria-hidden size={18} />
      </IconButton>
    </div>
  )
}

function Legend() {
  const draft = useComposing(s => s.draft)
  const people = usePeople(s => s.value) ?? []
  if (!draft) return null
  return (
    <ul className="legend" aria-label="Colours">
      <li>
        <span className="legend-mark legend-offered" aria-hidden /> Offered
      </li>
      {subsOf(draft).map(sub => (
        <li key={sub}>
          <span className="legend-mark" data-tone={toneOf(people, sub) % 8} aria-hidden />{' '}
          {nameOf(people, sub)}
        </li>
      ))}
    </ul>
  )
}

/** Who is free at the time that is pointed at: what matters where not everybody must come. */
function SlotLine({ slot, tzid }: { slot: OfferedSlot | null; tzid: string }) {
  const people = usePeople(s => s.value) ?? []
  const nowMs = useNow()
  if (!slot) return <span className="small soft">Shown in {zoneText(tzid, nowMs)}</span>
  return (
    <span className="small slot-line">
      <strong>{spanOf(slot.startMs, slot.endMs, tzid)}</strong>:{' '}
      {joined(slot.subs.map(s => nameOf(people, s)))} {slot.subs.length === 1 ? 'is' : 'are'} free
    </span>
  )
}
