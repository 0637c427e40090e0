import Plus from 'lucide-react/icons/plus'
import X from 'lucide-react/icons/x'
import { type Hours, nextHours } from '../time/weekly-hours.ts'
import { IconButton } from './button.tsx'
import { Switch } from './choices.tsx'
import { TimeField } from './time-field.tsx'
import './hours-editor.css'

interface DayHoursProps {
  /** Whose hours: a weekday, a date. */
  readonly day: string
  /** What the switch says; the day itself where it is left out. */
  readonly label?: string
  readonly off: string
  readonly hours: readonly Hours[]
  readonly onChange: (hours: readonly Hours[]) => void
}

/** A day that is on or off, with one period or several. */
export function DayHours({ day, label = day, off, hours, onChange }: DayHoursProps) {
  const more = nextHours(hours)
  const replace = (at: number, change: Partial<Hours>) =>
    onChange(hours.map((h, i) => (i === at ? { ...h, ...change } : h)))
  return (
    <div className="hours-day">
      <Switch isSelected={hours.length > 0} onChange={on => onChange(on ? [nextHours([])!] : [])}>
        {label}
      </Switch>
      {hours.length === 0 ? (
        <p className="hours-off">{off}</p>
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
