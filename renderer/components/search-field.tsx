import Search from 'lucide-react/icons/search'
import X from 'lucide-react/icons/x'
import { Button } from 'react-aria-components/Button'
import { Group } from 'react-aria-components/Group'
import { Input } from 'react-aria-components/Input'
import { SearchField as AriaSearchField } from 'react-aria-components/SearchField'
import './search-field.css'

interface SearchFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}

export function SearchField({ label, value, onChange }: SearchFieldProps) {
  return (
    <AriaSearchField className="search" aria-label={label} value={value} onChange={onChange}>
      <Group className="combo">
        <Search aria-hidden size={16} className="search-icon" />
        <Input className="combo-input" placeholder={label} />
        <Button className="combo-button search-clear" aria-label="Clear search">
          <X aria-hidden size={15} />
        </Button>
      </Group>
    </AriaSearchField>
  )
}
