export function Wordmark() {
  return (
    <span className="wordmark">
      <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
        <rect width="32" height="32" rx="8" className="mark-ground" />
        <path d="M8 8.6h16M8 23.4h16" className="mark-busy" />
        <rect x="7" y="12.6" width="18" height="6.8" rx="2.2" className="mark-slot" />
      </svg>
      Openslot
    </span>
  )
}
