import { Time } from '@internationalized/date'
import { DateInput, DateSegment } from 'react-aria-components/DateField'
import { TimeField as AriaTimeField } from 'react-aria-components/TimeField'
import { minuteText } from '../time/format.ts'
import { FieldHelp, FieldLabel } from './field.tsx'
import './date-field.css'

const leadingZeros = minuteText(60).startsWith('01')

interface TimeFieldProps {
  readonly minute: number
  readonly onChange: (minute: number) => void
  /** Read as the field's name; shown above it only with `visible`. */
  readonly label: string
  readonly visible?: boolean
  /** Midnight means the end of the day here, not its beginning. */
  readonly isEnd?: boolean
}

/** A time of day in the reader's own 12 or 24 hours. */
export function TimeField({ minute, onChange, label, visible = false, isEnd = false }: TimeFieldProps) {
  const value = new Time(Math.floor((minute % 1440) / 60), minute % 60)
  const change = (time: Time | null) => {
    if (!time) return
    const chosen = time.hour * 60 + time.minute
    onChange(isEnd && chosen === 0 ? 1440 : chosen)
  }
  return (
    <AriaTimeField
      className="field"
      value={value}
      onChange={change}
      granularity="minute"
      shouldForceLeadingZeros={leadingZeros}
      {...(visible ? {} : { 'aria-label': label })}
    >
      {visible && <FieldLabel>{label}</FieldLabel>}
      <DateInput className="input date-input">
        {segment => <DateSegment segment={segment} className="segment" />}
      </DateInput>
      <FieldHelp />
    </AriaTimeField>
  )
}
