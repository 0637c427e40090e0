import { Button } from 'react-aria-components/Button'
import { accounts, type Way, type WayId, withoutAccount } from './ways.ts'

interface WayListProps {
  /** The way that was left by going back; it takes the focus. */
  readonly left: WayId | null
  readonly onChoose: (way: WayId) => void
}

export function WayList({ left, onChoose }: WayListProps) {
  const focused = left ?? accounts[0]!.id
  return (
    <>
      <Ways title="Accounts" ways={accounts} focused={focused} onChoose={onChoose} />
      <Ways title="Without an account" ways={withoutAccount} focused={focused} onChoose={onChoose} />
    </>
  )
}

interface WaysProps {
  readonly title: string
  readonly ways: readonly Way[]
  readonly focused: WayId
  readonly onChoose: (way: WayId) => void
}

function Ways({ title, ways, focused, onChoose }: WaysProps) {
  return (
    <section aria-label={title}>
      <h3 className="ways-title">{title}</h3>
      <ul className="ways">
        {ways.map(({ id, label, detail, Icon }) => (
          <li key={id}>
            <Button className="way" autoFocus={id === focused} onPress={() => onChoose(id)}>
              <span className="way-mark" aria-hidden>
                {Icon ? <Icon size={19} strokeWidth={1.8} /> : label[0]}
              </span>
              <span className="way-words">
                <span className="way-label">{label}</span>
                <span className="way-detail">{detail}</span>
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
