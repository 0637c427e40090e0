import type { Link } from '../../../preload/contract/links.ts'
import { Badge, type Tone } from '../../components/badge.tsx'

const looks = {
  open: { tone: 'good', word: 'Open' },
  completed: { tone: 'plain', word: 'Completed' },
  disabled: { tone: 'warn', word: 'Disabled' },
} as const satisfies Record<Link['status'], { tone: Tone; word: string }>

export function LinkStatus({ status }: { status: Link['status'] }) {
  return <Badge tone={looks[status].tone}>{looks[status].word}</Badge>
}
