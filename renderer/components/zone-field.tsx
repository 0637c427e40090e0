import ChevronDown from 'lucide-react/icons/chevron-down'
import { useMemo } from 'react'
import { Button } from 'react-aria-components/Button'
import { ComboBox } from 'react-aria-components/ComboBox'
import { Group } from 'react-aria-components/Group'
import { Input } from 'react-aria-components/Input'
import { ListBox } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer'
import { zones } from '../time/zone-names.ts'
import { FieldHelp, FieldLabel, type FieldWords } from './field.tsx'
import { ChoiceItem } from './select.tsx'
import './zone-field.css'

interface ZoneFieldProps extends FieldWords {
  readonly value: string
  readonly onChange: (tzid: string) => void
  /** The instant that the offsets are told for. */
  readonly atMs: number
  readonly name?: string
}

/** Every zone there is, found by place, by IANA name or by offset. */
export function ZoneField({ label, hint, value, onChange, atMs, ...rest }: ZoneFieldProps) {
  const day = Math.floor(atMs / 86_400_000) * 86_400_000
  const choices = useMemo(() => zones(day, value).map(choiceOf), [day, value])
  return (
    <ComboBox
      {...rest}
      className="field"
      defaultItems={choices}
      value={value}
      onChange={key => key !== null && onChange(String(key))}
      defaultFilter={matches}
      menuTrigger="focus"
    >
      <FieldLabel>{label}</FieldLabel>
      <Group className="combo">
        <Input className="combo-input" onFocus={event => event.target.select()} />
        <Button className="combo-button">
          <ChevronDown aria-hidden size={16} />
        </Button>
      </Group>
      <FieldHelp hint={hint} />
      <Popover className="popover select-popover">
        <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight: 36 }}>
          <ListBox className="choices zone-choices" renderEmptyState={NoZone}>
            {(choice: ReturnType<typeof choiceOf>) => <ChoiceItem choice={choice} />}
          </ListBox>
        </Virtualizer>
      </Popover>
    </ComboBox>
  )
}

function NoZone() {
  return <p className="choices-empty">No place of this name. Try the nearest big city.</p>
}

function choiceOf({ tzid, place, offset }: ReturnType<typeof zones>[number]) {
  const area = tzid.includes('/') ? tzid.split('/')[0]! : ''
  const label = area === '' ? place : `${area.replaceAll('_', ' ')} / ${place}`
  return { id: tzid, label, detail: offset }
}

/** The list shows `Europe / Berlin`; people type `berlin`, `europe berlin` or `Europe/Berlin`. */
function matches(text: string, typed: string): boolean {
  const plain = (s: string) =>
    s
      .toLowerCase()
      .replaceAll(/[\s/_]+/g, ' ')
      .trim()
  return plain(text).includes(plain(typed))
}
