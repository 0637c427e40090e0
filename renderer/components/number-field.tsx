import Minus from 'lucide-react/icons/minus'
import Plus from 'lucide-react/icons/plus'
import { Button } from 'react-aria-components/Button'
import { Group } from 'react-aria-components/Group'
import { Input } from 'react-aria-components/Input'
import { NumberField as AriaNumberField, type NumberFieldProps } from 'react-aria-components/NumberField'
import { FieldHelp, FieldLabel, type FieldWords } from './field.tsx'
import './number-field.css'

type Given = Omit<NumberFieldProps, 'children' | 'className'> & FieldWords & { unit?: string }

/** A count with its unit beside it; an emptied field keeps the value it had. */
export function NumberField({ label, hint, unit, onChange, ...rest }: Given) {
  const keep = (value: number) => {
    if (!Number.isNaN(value)) onChange?.(value)
  }
  return (
    <AriaNumberField {...rest} onChange={keep} className="field">
      <FieldLabel>{label}</FieldLabel>
      <Group className="combo number">
        <Button slot="decrement" className="number-step">
          <Minus aria-hidden size={14} />
        </Button>
        <Input className="combo-input number-input" />
        {unit !== undefined && (
          <span className="number-unit" aria-hidden>
            {unit}
          </span>
        )}
        <Button slot="increment" className="number-step">
          <Plus aria-hidden size={14} />
        </Button>
      </Group>
      <FieldHelp hint={hint} />
    </AriaNumberField>
  )
}
