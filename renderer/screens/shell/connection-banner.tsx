import Unplug from 'lucide-react/icons/unplug'
import { useDesk } from '../../state/desk.ts'

export function ConnectionBanner() {
  const connection = useDesk(s => s.connection)
  if (connection === 'live') return null
  return (
    <p className="connection" role="status">
      <Unplug aria-hidden size={16} />
      Openslot does not answer at the moment. What you see may be out of date; the desk reconnects by itself.
    </p>
  )
}
