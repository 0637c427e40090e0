import { memo, useState } from 'react'
import { Chips } from '../../components/choices.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { ProblemsAt } from '../../components/problems.tsx'
import { nowMs } from '../../state/clock.ts'
import { changeDraft } from '../../state/composing.ts'
import type { Draft } from '../../state/draft.ts'
import { type Preset, presetRange, presets } from '../../time/periods.ts'
import { DateRanges } from './date-ranges.tsx'
import { sameIn } from './same-in.ts'

const durations = [15, 30, 45, 60, 90]
const CUSTOM = 'custom'

export const When = memo(WhenPart, sameIn('durationMinutes', 'periods', 'tzid'))

function WhenPart({ draft }: { draft: Draft }) {
  return (
    <section className="composer-part" aria-label="How long and when">
      <header className="part-head">
        <h2>How long, and when</h2>
      </header>
      <Duration draft={draft} />
      <Periods draft={draft} />
    </section>
  )
}

function Duration({ draft }: { draft: Draft }) {
  const [custom, setCustom] = useState(!durations.includes(draft.durationMinutes))
  const isCustom = custom || !durations.includes(draft.durationMinutes)
  const set = (durationMinutes: number) => changeDraft(d => ({ ...d, durationMinutes }))
  const choose = (id: string) => {
    setCustom(id === CUSTOM)
    if (id !== CUSTOM) set(Number(id))
  }
  return (
    <>
      <Chips
        label="Duration"
        choices={[
          ...durations.map(m => ({ id: String(m), label: `${m} min` })),
          { id: CUSTOM, label: 'Other' },
        ]}
        value={isCustom ? CUSTOM : String(draft.durationMinutes)}
        onChange={choose}
      />
      {isCustom && (
        <NumberField
          label="Duration in minutes"
          name="query.requiredDurationMinutes"
          unit="minutes"
          minValue={5}
          maxValue={1440}
          step={5}
          value={draft.durationMinutes}
          onChange={set}
        />
      )}
      {!isCustom && <ProblemsAt path="query.requiredDurationMinutes" />}
    </>
  )
}

function Periods({ draft }: { draft: Draft }) {
  const { periods } = draft
  const choose = (id: Preset | typeof CUSTOM) => {
    if (id !== CUSTOM) changeDraft(d => ({ ...d, periods: { kind: 'preset', preset: id } }))
    else if (periods.kind === 'preset') {
      const range = presetRange(periods.preset, nowMs(), draft.tzid)
      changeDraft(d => ({ ...d, periods: { kind: 'ranges', ranges: [range] } }))
    }
  }
  const named = (Object.keys(presets) as Preset[]).map(id => ({ id, label: presets[id] }))
  return (
    <>
      <Chips
        label="Period"
        choices={[...named, { id: CUSTOM, label: 'Other dates' }]}
        value={periods.kind === 'preset' ? periods.preset : CUSTOM}
        onChange={choose}
      />
      {periods.kind === 'ranges' && <DateRanges ranges={periods.ranges} />}
      <ProblemsAt path="query.queryPeriods" />
      {periods.kind === 'preset' && <ProblemsAt path="ranges.0" />}
    </>
  )
}
