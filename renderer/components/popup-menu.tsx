import Ellipsis from 'lucide-react/icons/ellipsis'
import { Button } from 'react-aria-components/Button'
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'

export interface MenuChoice {
  readonly id: string
  readonly label: string
  readonly danger?: boolean
  readonly run: () => void
}

/** The three dots: what can be done with one thing. */
export function PopupMenu({ name, choices }: { name: string; choices: readonly MenuChoice[] }) {
  return (
    <MenuTrigger>
      <Button className="icon-button icon-button-small" aria-label={name}>
        <Ellipsis aria-hidden size={17} />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu className="choices" onAction={id => choices.find(c => c.id === id)?.run()}>
          {choices.map(choice => (
            <MenuItem
              key={choice.id}
              id={choice.id}
              className={choice.danger ? 'choice choice-danger' : 'choice'}
            >
              {choice.label}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
