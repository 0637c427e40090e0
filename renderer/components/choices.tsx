import Check from 'lucide-react/icons/check'
import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox, type CheckboxProps } from 'react-aria-components/Checkbox'
import { Radio, RadioGroup, type RadioGroupProps } from 'react-aria-components/RadioGroup'
import { Switch as AriaSwitch, type SwitchProps } from 'react-aria-components/Switch'
import { FieldHelp, FieldLabel, type FieldWords } from './field.tsx'
import type { Choice } from './select.tsx'
import './choices.css'

export function Checkbox({ children, ...rest }: Omit<CheckboxProps, 'children'> & { children: ReactNode }) {
  return (
    <AriaCheckbox {...rest} className="checkbox">
      <span className="checkbox-box" aria-hidden>
        <Check size={13} strokeWidth={3} />
      </span>
      <span className="checkbox-text">{children}</span>
    </AriaCheckbox>
  )
}

export function Switch({ children, ...rest }: Omit<SwitchProps, 'children'> & { children: ReactNode }) {
  return (
    <AriaSwitch {...rest} className="switch">
      <span className="switch-track" aria-hidden />
      <span>{children}</span>
    </AriaSwitch>
  )
}

interface ChipsProps<K extends string>
  extends FieldWords,
    Omit<RadioGroupProps, 'children' | 'value' | 'onChange'> {
  readonly choices: readonly Choice<K>[]
  readonly value: K
  readonly onChange: (value: K) => void
  readonly children?: ReactNode
}

/** One of a few, all in sight. */
export function Chips<K extends string>({
  label,
  hint,
  choices,
  onChange,
  children,
  ...rest
}: ChipsProps<K>) {
  return (
    <RadioGroup {...rest} className="field" onChange={key => onChange(key as K)}>
      <FieldLabel>{label}</FieldLabel>
      <div className="chips">
        {choices.map(choice => (
          <Radio key={choice.id} value={choice.id} className="chip">
            {choice.label}
          </Radio>
        ))}
        {children}
      </div>
      <FieldHelp hint={hint} />
    </RadioGroup>
  )
}

/** One of a few that each need a sentence. */
export function RadioCards<K extends string>({ label, hint, choices, onChange, ...rest }: ChipsProps<K>) {
  return (
    <RadioGroup {...rest} className="field" onChange={key => onChange(key as K)}>
      <FieldLabel>{label}</FieldLabel>
      <div className="radio-cards">
        {choices.map(choice => (
          <Radio key={choice.id} value={choice.id} className="radio-card">
            <span className="radio-dot" aria-hidden />
            <span>
              <span className="radio-card-label">{choice.label}</span>
              {choice.detail !== undefined && <span className="radio-card-detail">{choice.detail}</span>}
            </span>
          </Radio>
        ))}
      </div>
      <FieldHelp hint={hint} />
    </RadioGroup>
  )
}
