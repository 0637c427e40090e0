import Plus from 'lucide-react/icons/plus'
import X from 'lucide-react/icons/x'
import type { WeeklyPeriod } from '../../preload/contract/values.ts'
import { type Hours, nextHours, periodsOf, weekdays, weekOf } from '../time/weekly-hours.ts'
import { IconButton } from './button.tsx'
import { Switch } from './choices.tsx'
import { ProblemsAt } from './problems.tsx'
import { TimeField } from './time-field.tsx'
import './hours-editor.css'

interface HoursEditorProps {
  readonly value: readonly WeeklyPeriod[]
  readonly onChange: (periods: WeeklyPeriod[]) => void
  /** The dotted path of these hours in the input, for what the program finds wrong with them. */
  readonly path: string
  readonly label: string
}

/** A week of days that are on or off, each with one period or several. */
export function HoursEditor({ value, onChange, path, label }: HoursEditorProps) {
  const week = weekOf(value)
  const change = (index: number, hours: readonly Hours[]) =>
    onChange(periodsOf(week.map((day, i) => (i === index ? hours : day))))
  return (
    <fieldset className="hours">
      <legend className="field-label">{label}</legend>
      {week.map((hours, index) => (
        <DayHours
          key={weekdays[index]}
          day={weekdays[index]!}
          hours={hours}
          onChange={h => change(index, h)}
        />
      ))}
      <ProblemsAt path={path} deep />
    </fieldset>
  )
}

interface DayHoursProps {
  readonly day: string
  readonly hours: readonly Hours[]
  readonly onChange: (hours: readonly Hours[]) => void
}

function DayHours({ day, hours, onChange }: DayHoursProps) {
  const more = nextHours(hours)
  const replace = (at: number, change: Partial<Hours>) =>
    onChange(hours.map((h, i) => (i === at ? { ...h, ...change } : h)))
  return (
    <div className="hours-day">
      <Switch isSelected={hours.length > 0} onChange={on => onChange(on ? [nextHours([])!] : [])}>
        {day}
      </Switch>
      {hours.length === 0 ? (
        <p className="hours-off">Not available</p>
      ) : (
        <div className="hours-periods">
          {hours.map((h, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a period has no identity but its place; keyed by its times it would lose the focus while they are typed.
            <div key={at} className="hours-period">
              <TimeField
                label={`${day}, from`}
                minute={h.startMinute}
                onChange={startMinute => replace(at, { startMinute })}
              />
              <span aria-hidden>–</span>
              <TimeField
                label={`${day}, until`}
                isEnd
                minute={h.endMinute}
                onChange={endMinute => replace(at, { endMinute })}
              />
              {hours.length > 1 && (
                <IconButton
                  name={`Remove these hours of ${day}`}
                  size="small"
                  onPress={() => onChange(hours.filter((_, i) => i !== at))}
                >
                  <X aria-hidden size={15} />
                </IconButton>
              )}
              {at === hours.length - 1 && more && (
                <IconButton
                  name={`Add hours on ${day}`}
                  size="small"
                  onPress={() => onChange([...hours, more])}
                >
                  <Plus aria-hidden size={15} />
                </IconButton>
              )}
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
