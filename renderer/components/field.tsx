import type { ReactNode } from 'react'
import { FieldError } from 'react-aria-components/FieldError'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextArea } from 'react-aria-components/TextArea'
import { TextField as AriaTextField, type TextFieldProps } from 'react-aria-components/TextField'
import './field.css'

export interface FieldWords {
  readonly label: ReactNode
  readonly hint?: ReactNode
}

/** What stands around every control: its label above, a hint and what is wrong with it below. */
export function FieldLabel({ children }: { children: ReactNode }) {
  return <Label className="field-label">{children}</Label>
}

export function FieldHelp({ hint }: { hint?: ReactNode }) {
  return (
    <>
      {hint !== undefined && (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error" />
    </>
  )
}

type Given = Omit<TextFieldProps, 'children' | 'className'> &
  FieldWords & {
    placeholder?: string
    /** Taken letter by letter, as addresses and ids are: no keyboard corrects it. */
    verbatim?: boolean
  }

const asTyped = { autoCapitalize: 'none', autoCorrect: 'off', spellCheck: false } as const

export function TextField({ label, hint, placeholder, verbatim = false, ...rest }: Given) {
  return (
    <AriaTextField {...rest} className="field">
      <FieldLabel>{label}</FieldLabel>
      <Input
        className="input"
        {...(placeholder === undefined ? {} : { placeholder })}
        {...(verbatim ? asTyped : {})}
      />
      <FieldHelp hint={hint} />
    </AriaTextField>
  )
}

export function LongTextField({ label, hint, placeholder, rows = 3, ...rest }: Given & { rows?: number }) {
  return (
    <AriaTextField {...rest} className="field">
      <FieldLabel>{label}</FieldLabel>
      <TextArea className="input" rows={rows} {...(placeholder === undefined ? {} : { placeholder })} />
      <FieldHelp hint={hint} />
    </AriaTextField>
  )
}
