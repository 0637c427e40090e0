import type { WeeklyPeriod } from '../../preload/contract/values.ts'
import { type Hours, periodsOf, weekdays, weekOf } from '../time/weekly-hours.ts'
import { DayHours } from './day-hours.tsx'
import { ProblemsAt } from './problems.tsx'
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
          off="Not available"
          hours={hours}
          onChange={h => change(index, h)}
        />
      ))}
      <ProblemsAt path={path} deep />
    </fieldset>
  )
}
