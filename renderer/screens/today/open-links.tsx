import Link2 from 'lucide-react/icons/link-2'
import { Empty, Section } from '../../components/page.tsx'
import { useLinks } from '../../state/links.ts'
import { hrefOf } from '../../state/route.ts'
import { LinkRows } from '../links/link-rows.tsx'

const MOST = 5

export function OpenLinks() {
  const open = (useLinks(s => s.value) ?? []).filter(l => l.status === 'open')
  return (
    <Section
      title="Waiting for an answer"
      aside={open.length > MOST && <a href={hrefOf('links')}>All {open.length}</a>}
    >
      {open.length > 0 ? (
        <LinkRows links={open.slice(0, MOST)} />
      ) : (
        <Empty
          icon={<Link2 size={20} />}
          title="No open links"
          action={
            <a className="button button-secondary button-medium" href={hrefOf('new')}>
              Make a link
            </a>
          }
        >
          Say who must be there and how long it takes. Openslot finds the times.
        </Empty>
      )}
    </Section>
  )
}
