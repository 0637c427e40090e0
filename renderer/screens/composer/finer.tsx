import { memo } from 'react'
import { More } from '../../components/more.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { Select } from '../../components/select.tsx'
import { ZoneField } from '../../components/zone-field.tsx'
import { useNow } from '../../state/clock.ts'
import { changeDraft } from '../../state/composing.ts'
import { type Draft, type StartInterval, startIntervals } from '../../state/draft.ts'
import { durationText } from '../../time/format.ts'
import { sameIn } from './same-in.ts'

export const Finer = memo(
  FinerPart,
  sameIn('bufferBeforeMinutes', 'bufferAfterMinutes', 'minimumNoticeMinutes', 'startIntervalMinutes', 'tzid'),
)

function FinerPart({ draft }: { draft: Draft }) {
  return (
    <More label="Buffers, notice and starts" summary={summaryOf(draft)} level={2} paths={paths}>
      <div className="form">
        <div className="form-row">
          <Minutes label="Free time before" path="bufferBeforeMinutes" value={draft.bufferBeforeMinutes} />
          <Minutes label="Free time after" path="bufferAfterMinutes" value={draft.bufferAfterMinutes} />
        </div>
        <div className="form-row">
          <Notice draft={draft} />
          <StartEvery draft={draft} />
        </div>
        <LinkZone draft={draft} />
      </div>
    </More>
  )
}

const paths = [
  'query.bufferBeforeMinutes',
  'query.bufferAfterMinutes',
  'query.minimumNoticeMinutes',
  'query.startIntervalMinutes',
  'query.tzid',
]

function summaryOf(draft: Draft): string {
  const buffer = draft.bufferBeforeMinutes + draft.bufferAfterMinutes > 0
  return [
    buffer && `buffer ${draft.bufferBeforeMinutes}/${draft.bufferAfterMinutes} min`,
    draft.minimumNoticeMinutes > 0 && `${durationText(draft.minimumNoticeMinutes)} notice`,
    `every ${durationText(draft.startIntervalMinutes)}`,
  ]
    .filter(Boolean)
    .join(' · ')
}

interface MinutesProps {
  readonly label: string
  readonly path: 'bufferBeforeMinutes' | 'bufferAfterMinutes'
  readonly value: number
}

function Minutes({ label, path, value }: MinutesProps) {
  return (
    <NumberField
      label={label}
      name={`query.${path}`}
      unit="minutes"
      minValue={0}
      maxValue={1440}
      step={5}
      value={value}
      onChange={minutes => changeDraft(d => ({ ...d, [path]: minutes }))}
    />
  )
}

function Notice({ draft }: { draft: Draft }) {
  return (
    <NumberField
      label="Minimum notice"
      name="query.minimumNoticeMinutes"
      unit="hours"
      minValue={0}
      maxValue={8760}
      formatOptions={{ maximumFractionDigits: 2 }}
      value={draft.minimumNoticeMinutes / 60}
      onChange={hours => changeDraft(d => ({ ...d, minimumNoticeMinutes: Math.round(hours * 60) }))}
    />
  )
}

function StartEvery({ draft }: { draft: Draft }) {
  return (
    <Select
      label="Starts every"
      name="query.startIntervalMinutes"
      choices={startIntervals.map(m => ({ id: String(m), label: durationText(m) }))}
      value={String(draft.startIntervalMinutes)}
      onChange={id => changeDraft(d => ({ ...d, startIntervalMinutes: Number(id) as StartInterval }))}
    />
  )
}

function LinkZone({ draft }: { draft: Draft }) {
  const nowMs = useNow()
  return (
    <ZoneField
      label="Time zone of the link"
      name="query.tzid"
      value={draft.tzid}
      onChange={tzid => changeDraft(d => ({ ...d, tzid }))}
      atMs={nowMs}
      hint="Anchors dates, hours and starts. Whoever opens the link sees the times in their own zone."
    />
  )
}
