import { useAnnouncements } from '../../state/announcements.ts'

/** Speaks what changed elsewhere on the desk. A zero-width mark makes a repeated sentence a new one. */
export function LiveRegion() {
  const { count, text } = useAnnouncements()
  return (
    <div className="unseen" role="status" aria-live="polite" aria-label="Announcements">
      {count > 0 && `${text}${count % 2 === 0 ? '\u200b' : ''}`}
    </div>
  )
}
