import type { ReactNode } from 'react'
import { Checkbox } from './choices.tsx'
import { NumberField } from './number-field.tsx'
import './limit-field.css'

interface LimitFieldProps {
  /** The question: `Limit the bookings of a day`. */
  readonly label: string
  /** What the number is called once there is one. */
  readonly name: string
  readonly path: string
  readonly hint: ReactNode
  readonly unit: string
  readonly most: number
  /** What it is when it is first switched on. */
  readonly usual: number
  readonly value: number | null
  readonly onChange: (value: number | null) => void
}

/** A number that may be left unsaid. */
export function LimitField({ label, name, path, hint, unit, most, usual, value, onChange }: LimitFieldProps) {
  return (
    <div className="limit">
      <Checkbox isSelected={value !== null} onChange={on => onChange(on ? usual : null)}>
        <span className="limit-label">{label}</span>
        <span className="field-hint">{hint}</span>
      </Checkbox>
      {value !== null && (
        <NumberField
          label={<span className="unseen">{name}</span>}
          name={path}
          unit={unit}
          minValue={1}
          maxValue={most}
          value={value}
          onChange={onChange}
        />
      )}
    </div>
  )
}
