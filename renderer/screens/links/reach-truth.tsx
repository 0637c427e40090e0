import DoorOpen from 'lucide-react/icons/door-open'
import Globe from 'lucide-react/icons/globe'
import Laptop from 'lucide-react/icons/laptop'
import { Notice } from '../../components/page.tsx'
import { useReach } from '../../state/reach.ts'
import { hrefOf } from '../../state/route.ts'

/** From where links can be opened right now, and what to do if that is not enough. */
export function ReachTruth() {
  const reach = useReach(s => s.value)
  if (!reach) return null
  if (reach.audience === 'anyone') {
    return (
      <Notice tone="good" icon={<Globe size={18} />} title="Anyone with the link can open it">
        As long as Openslot runs on this machine.
      </Notice>
    )
  }
  const [Icon, title] =
    reach.audience === 'after_a_page'
      ? ([DoorOpen, 'Visitors first meet a page of the tunnel’s provider'] as const)
      : ([Laptop, 'It opens on this machine only'] as const)
  return (
    <Notice tone="warn" icon={<Icon size={18} />} title={title}>
      <p>{reach.message}</p>
      <p>
        <a href={hrefOf('settings')}>Make links reachable for others</a>
      </p>
    </Notice>
  )
}
