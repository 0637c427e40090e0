import type { FoundCalendar } from '../../../../preload/contract/connections.ts'
import { Badge } from '../../../components/badge.tsx'
import { Button } from '../../../components/button.tsx'
import { Checkbox } from '../../../components/choices.tsx'

interface FoundListProps {
  readonly found: readonly FoundCalendar[]
  readonly chosen: ReadonlySet<string>
  readonly onChange: (chosen: ReadonlySet<string>) => void
}

const MANY = 6

/** The calendars of an account, each to be read or left alone. */
export function FoundList({ found, chosen, onChange }: FoundListProps) {
  const toggle = (remoteId: string, on: boolean) => {
    const others = [...chosen].filter(id => id !== remoteId)
    onChange(new Set(on ? [...others, remoteId] : others))
  }
  const all = found.every(f => chosen.has(f.remoteId))
  return (
    <fieldset className="found">
      <legend className="unseen">Calendars to read</legend>
      {found.length > MANY && (
        <Button
          look="quiet"
          size="small"
          onPress={() => onChange(new Set(all ? [] : found.map(f => f.remoteId)))}
        >
          {all ? 'Choose none' : 'Choose all'}
        </Button>
      )}
      <ul className="found-list">
        {found.map(f => (
          <li key={f.remoteId} className="found-one">
            <Checkbox
              isSelected={chosen.has(f.remoteId)}
              onChange={on => toggle(f.remoteId, on)}
              autoFocus={f === found[0]}
            >
              <span className="found-name">
                <ColorDot color={f.color} /> {f.name || 'Without a name'}
              </span>
            </Checkbox>
            <Badge tone={f.takesEvents ? 'good' : 'plain'}>
              {f.takesEvents ? 'Takes bookings' : 'Read only'}
            </Badge>
          </li>
        ))}
      </ul>
    </fieldset>
  )
}

/** Servers send colours as they like; only what is plainly one is drawn. */
function ColorDot({ color }: { color: string | null }) {
  const plain = /^#[0-9a-f]{6}/i.exec(color ?? '')?.[0]
  if (plain === undefined) return null
  return <span className="found-color" style={{ background: plain }} aria-hidden />
}
