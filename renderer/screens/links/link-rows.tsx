import type { Link } from '../../../preload/contract/links.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import '../../components/rows.css'
import { useNow } from '../../state/clock.ts'
import { usePeople } from '../../state/people.ts'
import { periodsText, queryBrief } from '../../state/query-words.ts'
import { hrefOf } from '../../state/route.ts'
import { toast } from '../../state/toasts.ts'
import { relativeText } from '../../time/format.ts'
import { LinkStatus } from './link-status.tsx'

export function LinkRows({ links }: { links: readonly Link[] }) {
  return (
    <ul className="rows card">
      {links.map(link => (
        <LinkRow key={link.linkId} link={link} />
      ))}
    </ul>
  )
}

function LinkRow({ link }: { link: Link }) {
  const people = usePeople(s => s.value) ?? []
  const nowMs = useNow()
  return (
    <li className="row">
      <div className="row-main">
        <a className="row-title" href={hrefOf('links', link.linkId)}>
          {link.summary}
        </a>
        <p className="row-detail">
          {queryBrief(link.query, people)} · {periodsText(link.query)}
        </p>
        <p className="row-detail">
          <LinkStatus status={link.status} /> made {relativeText(link.createdMs, nowMs)}
          {link.madeBy === 'api' && ' by a program'}
        </p>
      </div>
      {link.status === 'open' && (
        <div className="row-side">
          <CopyButton
            text={link.url}
            label="Copy"
            name={`Copy link: ${link.summary}`}
            size="small"
            onCopied={() => toast({ title: 'Link copied', tone: 'good' })}
          />
        </div>
      )}
    </li>
  )
}
