import CircleCheck from 'lucide-react/icons/circle-check'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import type { CalendarProblem } from '../../../preload/contract/calendars.ts'
import { Notice } from '../../components/page.tsx'
import { Working } from '../../components/working.tsx'
import { counted } from '../../time/format.ts'
import type { Brought } from './use-bring-in.ts'

interface BroughtListProps {
  readonly reading: readonly string[]
  readonly brought: readonly Brought[]
}

/** What became of each file, the good events counted and the bad ones named. */
export function BroughtList({ reading, brought }: BroughtListProps) {
  return (
    <div className="brought" role="status">
      {reading.slice(brought.length).map(fileName => (
        <Working key={fileName}>Reading {fileName}…</Working>
      ))}
      {brought.map(one => (
        <BroughtOne key={one.fileName} brought={one} />
      ))}
    </div>
  )
}

function BroughtOne({ brought: { fileName, outcome, replaced } }: { brought: Brought }) {
  if (!outcome.ok) {
    return (
      <Notice tone="bad" icon={<TriangleAlert size={18} />} title={`${fileName} was not brought in`}>
        {problemText(outcome.error.fields) ?? outcome.error.message}
      </Notice>
    )
  }
  const { eventCount, problems, name } = outcome.value
  const title = `${counted(eventCount, 'event')} ${replaced ? 'now' : ''} in ${name}`.replace('  ', ' ')
  if (problems.length === 0) {
    return <Notice tone="good" icon={<CircleCheck size={18} />} title={title} />
  }
  return (
    <Notice tone="warn" icon={<TriangleAlert size={18} />} title={title}>
      <p>{counted(problems.length, 'entry', 'entries')} could not be read; the rest counts.</p>
      <ProblemList problems={problems} />
    </Notice>
  )
}

function problemText(fields: Readonly<Record<string, readonly string[]>> | undefined): string | null {
  return fields ? Object.values(fields).flat().join(' ') || null : null
}

const MOST = 6

export function ProblemList({ problems }: { problems: readonly CalendarProblem[] }) {
  const rest = problems.length - MOST
  return (
    <ul className="problem-list">
      {problems.slice(0, MOST).map(p => (
        <li key={`${p.line} ${p.message}`}>
          <strong>{p.summary ?? 'An entry without a title'}</strong> (line {p.line}): {p.message}
        </li>
      ))}
      {rest > 0 && <li>and {rest} more</li>}
    </ul>
  )
}
