import './avatar.css'

/** A person's initials on their colour. The name always stands beside it, so it is hidden from readers. */
export function Avatar({ name, tone, small = false }: { name: string; tone: number; small?: boolean }) {
  return (
    <span className={small ? 'avatar avatar-small' : 'avatar'} data-tone={tone % 8} aria-hidden>
      {initials(name)}
    </span>
  )
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const letters = words.length > 1 ? [words[0]!, words.at(-1)!] : words
  return letters.map(w => [...w][0]!.toUpperCase()).join('') || '?'
}
