import { Link } from 'react-aria-components/Link'
import type { Reach } from '../../../preload/contract/reach.ts'
import { useReach } from '../../state/reach.ts'
import { hrefOf } from '../../state/route.ts'

const texts: Record<Reach['audience'], string> = {
  anyone: 'Anyone can open your links',
  after_a_page: 'Visitors first meet a page of the tunnel’s provider',
  this_machine: 'Links open on this machine only',
}

/** The truth about where links can be opened from, always in sight. */
export function ReachLine() {
  const reach = useReach(s => s.value)
  if (!reach) return null
  const { status, audience } = reach
  return (
    <Link className="reach-line" href={hrefOf('settings')} data-status={status} data-audience={audience}>
      <span className="reach-dot" aria-hidden />
      {status === 'opening' ? 'Opening the public address…' : texts[audience]}
    </Link>
  )
}
