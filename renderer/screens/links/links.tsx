import Link2 from 'lucide-react/icons/link-2'
import SearchIcon from 'lucide-react/icons/search'
import { useState } from 'react'
import type { Link } from '../../../preload/contract/links.ts'
import { Chips } from '../../components/choices.tsx'
import { Empty, Page, Waiting } from '../../components/page.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { useLinks } from '../../state/links.ts'
import { hrefOf } from '../../state/route.ts'
import { LinkDetail } from './link-detail.tsx'
import { LinkRows } from './link-rows.tsx'
import './links.css'

type Shown = 'all' | Link['status']

export function Links({ id }: { id: string | null }) {
  const links = useLinks(s => s.value)
  if (!links) return <Waiting what="your links" />
  if (id === null) return <LinkList links={links} />
  return <LinkDetail link={links.find(l => l.linkId === id) ?? null} />
}

function LinkList({ links }: { links: readonly Link[] }) {
  const [shown, show] = useState<Shown>('all')
  const [sought, seek] = useState('')
  const found = links.filter(l => (shown === 'all' || l.status === shown) && isAbout(l, sought))
  return (
    <Page title="Links" lead="What you sent out, and what became of it.">
      {links.length > 0 && (
        <div className="links-tools">
          <SearchField label="Search links" value={sought} onChange={seek} />
          <Chips
            label={<span className="unseen">Status</span>}
            choices={choicesOf(links)}
            value={shown}
            onChange={show}
          />
        </div>
      )}
      {found.length > 0 ? <LinkRows links={found} /> : <NoLinks any={links.length > 0} />}
    </Page>
  )
}

function choicesOf(links: readonly Link[]): { id: Shown; label: string }[] {
  const count = (status: Link['status']) => links.filter(l => l.status === status).length
  return [
    { id: 'all', label: 'All' },
    { id: 'open', label: `Open (${count('open')})` },
    { id: 'completed', label: `Completed (${count('completed')})` },
    { id: 'disabled', label: `Disabled (${count('disabled')})` },
  ]
}

function isAbout(link: Link, sought: string): boolean {
  const text = [link.summary, link.description, link.location, link.booking?.recipient.name ?? ''].join(' ')
  return text.toLowerCase().includes(sought.trim().toLowerCase())
}

function NoLinks({ any }: { any: boolean }) {
  if (any) return <Empty icon={<SearchIcon size={20} />} title="No link fits that" />
  return (
    <Empty
      icon={<Link2 size={20} />}
      title="No links yet"
      action={
        <a className="button button-primary button-medium" href={hrefOf('new')}>
          Make your first link
        </a>
      }
    >
      A link offers the times that are really free. Whoever opens it picks one.
    </Empty>
  )
}
