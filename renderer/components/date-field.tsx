import { parseDate } from '@internationalized/date'
import CalendarDays from 'lucide-react/icons/calendar-days'
import ChevronLeft from 'lucide-react/icons/chevron-left'
import ChevronRight from 'lucide-react/icons/chevron-right'
import { Button } from 'react-aria-components/Button'
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
} from 'react-aria-components/Calendar'
import { DateInput, DateSegment } from 'react-aria-components/DateField'
import { DatePicker } from 'react-aria-components/DatePicker'
import { DateRangePicker } from 'react-aria-components/DateRangePicker'
import { Dialog } from 'react-aria-components/Dialog'
import { Group } from 'react-aria-components/Group'
import { Heading } from 'react-aria-components/Heading'
import { Popover } from 'react-aria-components/Popover'
import { RangeCalendar } from 'react-aria-components/RangeCalendar'
import type { Day } from '../time/zones.ts'
import { FieldHelp, FieldLabel } from './field.tsx'
import './date-field.css'

interface DateFieldProps {
  readonly label: string
  readonly value: Day
  readonly onChange: (day: Day) => void
  readonly name?: string
}

export function DateField({ label, value, onChange, ...rest }: DateFieldProps) {
  return (
    <DatePicker
      {...rest}
      className="field"
      value={parseDate(value)}
      onChange={d => d && onChange(d.toString())}
    >
      <FieldLabel>{label}</FieldLabel>
      <Group className="combo">
        <DateInput className="date-input date-part">
          {segment => <DateSegment segment={segment} className="segment" />}
        </DateInput>
        <OpenCalendar />
      </Group>
      <FieldHelp />
      <Popover className="popover calendar-popover">
        <Dialog className="calendar-dialog">
          <Calendar className="calendar">
            <CalendarHead />
            <Month />
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  )
}

interface DateRangeFieldProps {
  readonly label: string
  readonly from: Day
  readonly to: Day
  readonly onChange: (from: Day, to: Day) => void
}

/** Whole days, both included. */
export function DateRangeField({ label, from, to, onChange }: DateRangeFieldProps) {
  return (
    <DateRangePicker
      className="field"
      value={{ start: parseDate(from), end: parseDate(to) }}
      onChange={range => range && onChange(range.start.toString(), range.end.toString())}
    >
      <FieldLabel>{label}</FieldLabel>
      <Group className="combo date-range">
        <DateInput slot="start" className="date-input date-part">
          {segment => <DateSegment segment={segment} className="segment" />}
        </DateInput>
        <span aria-hidden>–</span>
        <DateInput slot="end" className="date-input date-part">
          {segment => <DateSegment segment={segment} className="segment" />}
        </DateInput>
        <OpenCalendar />
      </Group>
      <FieldHelp />
      <Popover className="popover calendar-popover">
        <Dialog className="calendar-dialog">
          <RangeCalendar className="calendar">
            <CalendarHead />
            <Month />
          </RangeCalendar>
        </Dialog>
      </Popover>
    </DateRangePicker>
  )
}

function OpenCalendar() {
  return (
    <Button className="combo-button">
      <CalendarDays aria-hidden size={16} />
    </Button>
  )
}

function CalendarHead() {
  return (
    <header className="calendar-head">
      <Button slot="previous" className="icon-button icon-button-small">
        <ChevronLeft aria-hidden size={18} />
      </Button>
      <Heading className="calendar-month" />
      <Button slot="next" className="icon-button icon-button-small">
        <ChevronRight aria-hidden size={18} />
      </Button>
    </header>
  )
}

function Month() {
  return (
    <CalendarGrid className="calendar-grid" weekdayStyle="short">
      <CalendarGridHeader>{day => <CalendarHeaderCell>{day}</CalendarHeaderCell>}</CalendarGridHeader>
      <CalendarGridBody>{date => <CalendarCell date={date} className="calendar-cell" />}</CalendarGridBody>
    </CalendarGrid>
  )
}
