import { Link } from 'react-aria-components/Link'
import { useReach } from '../../state/reach.ts'
import { hrefOf } from '../../state/route.ts'

/** The truth about where links can be opened from, always in sight. */
export function ReachLine() {
  const reach = useReach(s => s.value)
  if (!reach) return null
  const text = reach.audience === 'anyone' ? 'Anyone can open your links' : 'Links open on this machine only'
  return (
    <Link className="reach-line" href={hrefOf('settings')} data-status={reach.status}>
      <span className="reach-dot" aria-hidden />
      {reach.status === 'opening' ? 'Opening the public address…' : text}
    </Link>
  )
}
