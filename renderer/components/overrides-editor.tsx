import CalendarPlus from 'lucide-react/icons/calendar-plus'
import X from 'lucide-react/icons/x'
import { useState } from 'react'
import { Group } from 'react-aria-components/Group'
import type { DateOverride } from '../../preload/contract/values.ts'
import { type OverrideRange, overridesOf, rangesOf } from '../time/date-overrides.ts'
import { counted } from '../time/format.ts'
import { addDays, type Day } from '../time/zones.ts'
import { Button, IconButton } from './button.tsx'
import { DateRangeField } from './date-field.tsx'
import { DayHours } from './day-hours.tsx'
import { More } from './more.tsx'
import { ProblemsAt } from './problems.tsx'

interface OverridesEditorProps {
  readonly value: readonly DateOverride[]
  readonly onChange: (overrides: DateOverride[]) => void
  readonly today: Day
  readonly path: string
}

/** Days off, and dates with other hours than their weekday has; a stretch of days is one line. */
export function OverridesEditor({ value, onChange, today, path }: OverridesEditorProps) {
  // The lines as they are being typed: two that touch are one only the next time they are read.
  const [ranges, setRanges] = useState(() => rangesOf(value))
  const set = (next: readonly OverrideRange[]) => {
    setRanges(next)
    onChange(overridesOf(next))
  }
  const replace = (at: number, change: Partial<OverrideRange>) =>
    set(ranges.map((r, i) => (i === at ? { ...r, ...change } : r)))
  const add = () => {
    const last = ranges.at(-1)?.to
    const from = addDays(last !== undefined && last > today ? last : today, 1)
    set([...ranges, { from, to: from, hours: [] }])
  }
  return (
    <More label="Days off and other hours" summary={summaryOf(value)} level={3} paths={[path]}>
      <div className="overrides">
        {ranges.map((range, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a stretch has no identity but its place; keyed by its dates it would lose the focus while they are typed.
          <Group key={at} className="override" aria-label={`Dates ${at + 1}`}>
            <div className="override-dates">
              <DateRangeField
                label="Dates"
                from={range.from}
                to={range.to}
                onChange={(from, to) => replace(at, { from, to })}
              />
              <IconButton
                name={`Remove dates ${at + 1}`}
                size="small"
                onPress={() => set(ranges.filter((_, i) => i !== at))}
              >
                <X aria-hidden size={15} />
              </IconButton>
            </div>
            <DayHours
              day={`Dates ${at + 1}`}
              label="Available"
              off="Day off"
              hours={range.hours}
              onChange={hours => replace(at, { hours })}
            />
          </Group>
        ))}
        <ProblemsAt path={path} deep />
        <div>
          <Button look="secondary" size="small" onPress={add}>
            <CalendarPlus aria-hidden size={15} /> Add dates
          </Button>
        </div>
      </div>
    </More>
  )
}

function summaryOf(overrides: readonly DateOverride[]): string {
  const off = overrides.filter(o => o.periods.length === 0).length
  const other = overrides.length - off
  const told = [off > 0 && counted(off, 'day off', 'days off'), other > 0 && counted(other, 'date')]
  return told.filter(Boolean).join(', ') || 'none'
}
