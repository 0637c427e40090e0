import CalendarPlus from 'lucide-react/icons/calendar-plus'
import X from 'lucide-react/icons/x'
import { Group } from 'react-aria-components/Group'
import { Button, IconButton } from '../../components/button.tsx'
import { Checkbox } from '../../components/choices.tsx'
import { DateRangeField } from '../../components/date-field.tsx'
import { ProblemsAt } from '../../components/problems.tsx'
import { TimeField } from '../../components/time-field.tsx'
import { changeDraft } from '../../state/composing.ts'
import type { DayRange } from '../../time/periods.ts'
import { addDays } from '../../time/zones.ts'

export function DateRanges({ ranges }: { ranges: readonly DayRange[] }) {
  const set = (next: readonly DayRange[]) =>
    changeDraft(d => ({ ...d, periods: { kind: 'ranges', ranges: next } }))
  const replace = (at: number, change: Partial<DayRange>) =>
    set(ranges.map((r, i) => (i === at ? { ...r, ...change } : r)))
  const add = () => {
    const from = addDays(ranges.at(-1)!.to, 1)
    set([...ranges, { from, to: addDays(from, 4), hours: ranges.at(-1)!.hours }])
  }
  return (
    <div className="ranges">
      {ranges.map((range, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a range has no identity but its place; keyed by its dates it would lose the focus while they are typed.
        <Group key={at} className="range" aria-label={`Dates ${at + 1}`}>
          <div className="range-dates">
            <DateRangeField
              label={ranges.length > 1 ? `Dates ${at + 1}` : 'Dates'}
              from={range.from}
              to={range.to}
              onChange={(from, to) => replace(at, { from, to })}
            />
            {ranges.length > 1 && (
              <IconButton
                name={`Remove dates ${at + 1}`}
                size="small"
                onPress={() => set(ranges.filter((_, i) => i !== at))}
              >
                <X aria-hidden size={15} />
              </IconButton>
            )}
          </div>
          <RangeHours range={range} onChange={hours => replace(at, { hours })} />
          <ProblemsAt path={`ranges.${at}`} />
        </Group>
      ))}
      <Button look="quiet" size="small" onPress={add}>
        <CalendarPlus aria-hidden size={15} /> Add more dates
      </Button>
    </div>
  )
}

const nineToFive = { startMinute: 540, endMinute: 1020 }

function RangeHours({ range, onChange }: { range: DayRange; onChange: (hours: DayRange['hours']) => void }) {
  const { hours } = range
  return (
    <div className="range-hours">
      <Checkbox isSelected={hours !== null} onChange={on => onChange(on ? nineToFive : null)}>
        Only between certain hours
      </Checkbox>
      {hours && (
        <div className="hours-period">
          <TimeField
            label="From"
            minute={hours.startMinute}
            onChange={startMinute => onChange({ ...hours, startMinute })}
          />
          <span aria-hidden>–</span>
          <TimeField
            label="Until"
            isEnd
            minute={hours.endMinute}
            onChange={endMinute => onChange({ ...hours, endMinute })}
          />
        </div>
      )}
    </div>
  )
}
