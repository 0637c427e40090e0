import SearchX from 'lucide-react/icons/search-x'
import { Notice } from '../../components/page.tsx'
import { MoreTimesList, useMoreTimes } from './more-times.tsx'

/** Nothing is on offer: says which single change would help, and by how much. Each was really tried. */
export function NoTimes() {
  const found = useMoreTimes()
  return (
    <Notice tone="warn" icon={<SearchX size={18} />} title="Nobody could choose a time from this link">
      {found === null && <p>Trying what would help…</p>}
      {found?.length === 0 && (
        <p>No single change brings a time. Look at a later period, or at the calendars that count as busy.</p>
      )}
      {found !== null && found.length > 0 && <MoreTimesList found={found} />}
    </Notice>
  )
}
