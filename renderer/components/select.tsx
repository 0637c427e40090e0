import Check from 'lucide-react/icons/check'
import ChevronDown from 'lucide-react/icons/chevron-down'
import { Button } from 'react-aria-components/Button'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select'
import { FieldHelp, FieldLabel, type FieldWords } from './field.tsx'
import './select.css'

export interface Choice<K extends string> {
  readonly id: K
  readonly label: string
  readonly detail?: string
}

interface SelectProps<K extends string> extends FieldWords {
  readonly choices: readonly Choice<K>[]
  readonly value: K
  readonly onChange: (value: K) => void
  readonly name?: string
  readonly isDisabled?: boolean
}

export function Select<K extends string>({ label, hint, choices, onChange, ...rest }: SelectProps<K>) {
  return (
    <AriaSelect {...rest} className="field" onChange={key => key !== null && onChange(key as K)}>
      <FieldLabel>{label}</FieldLabel>
      <Button className="picker select-button">
        <SelectValue className="select-value" />
        <ChevronDown aria-hidden size={16} />
      </Button>
      <FieldHelp hint={hint} />
      <Popover className="popover select-popover">
        <ListBox className="choices" items={choices}>
          {choice => <ChoiceItem choice={choice} />}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}

export function ChoiceItem({ choice }: { choice: Choice<string> }) {
  return (
    <ListBoxItem id={choice.id} textValue={choice.label} className="choice">
      <span className="choice-label">{choice.label}</span>
      {choice.detail !== undefined && <span className="choice-detail">{choice.detail}</span>}
      <Check aria-hidden size={16} className="choice-check" />
    </ListBoxItem>
  )
}
