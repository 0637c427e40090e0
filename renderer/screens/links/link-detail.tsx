import ArrowLeft from 'lucide-react/icons/arrow-left'
import ExternalLink from 'lucide-react/icons/external-link'
import { useState } from 'react'
import type { Link } from '../../../preload/contract/links.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Card, Empty, Facts, Page, Section } from '../../components/page.tsx'
import { useCalendars } from '../../state/calendars.ts'
import { useConferencing } from '../../state/conferencing.ts'
import { usePeople } from '../../state/people.ts'
import { conditionsText, periodsText, queryBrief } from '../../state/query-words.ts'
import { hrefOf } from '../../state/route.ts'
import { toast } from '../../state/toasts.ts'
import { dayOf, joined, timeOf } from '../../time/format.ts'
import { zoneText } from '../../time/zone-names.ts'
import { BookingRows } from '../bookings/booking-rows.tsx'
import { Deliveries } from '../bookings/deliveries.tsx'
import { DisableDialog } from './disable-dialog.tsx'
import { LinkStatus } from './link-status.tsx'
import { ReachTruth } from './reach-truth.tsx'

export function LinkDetail({ link }: { link: Link | null }) {
  if (!link) {
    return (
      <Page title="Link">
        <Empty icon="?" title="There is no such link" action={<a href={hrefOf('links')}>All links</a>} />
      </Page>
    )
  }
  return (
    <Page
      title={link.summary}
      lead={
        <a className="back" href={hrefOf('links')}>
          <ArrowLeft aria-hidden size={15} /> All links
        </a>
      }
      actions={<LinkStatus status={link.status} />}
    >
      <div className="detail-columns">
        <div className="section">
          {link.status === 'open' && <Sharing link={link} />}
          {link.status === 'disabled' && <DisabledCard link={link} />}
          {link.booking && (
            <Section title="The booking">
              <BookingRows bookings={[link.booking]} />
              <Deliveries booking={link.booking} />
            </Section>
          )}
        </div>
        <Section title="What it asks for">
          <Card className="card-padded">
            <Asked link={link} />
          </Card>
        </Section>
      </div>
    </Page>
  )
}

function Sharing({ link }: { link: Link }) {
  const [disabling, setDisabling] = useState(false)
  return (
    <Section title="Share it">
      <div className="url-line">
        <output className="created-url" aria-label="Link address">
          {link.url}
        </output>
        <CopyButton
          text={link.url}
          label="Copy link"
          look="primary"
          onCopied={() => toast({ title: 'Link copied', tone: 'good' })}
        />
      </div>
      <ReachTruth />
      <div className="detail-actions">
        <a className="button button-secondary button-medium" href={link.url} target="_blank" rel="noreferrer">
          <ExternalLink aria-hidden size={16} /> Open as recipient
        </a>
        <Button look="danger" onPress={() => setDisabling(true)}>
          Disable link
        </Button>
      </div>
      {disabling && <DisableDialog link={link} onClose={() => setDisabling(false)} />}
    </Section>
  )
}

function DisabledCard({ link }: { link: Link }) {
  return (
    <Section title="It is disabled">
      <Card className="card-padded">
        <p className="soft">Whoever opens it reads:</p>
        <p className="wrap-anywhere">{link.displayMessage || 'This link is no longer in use.'}</p>
      </Card>
    </Section>
  )
}

function Asked({ link }: { link: Link }) {
  const people = usePeople(s => s.value) ?? []
  const { query } = link
  return (
    <Facts
      facts={[
        ['Meeting', queryBrief(query, people)],
        ['When', periodsText(query)],
        ['Conditions', conditionsText(query)],
        ['Time zone', zoneText(query.tzid, link.createdMs)],
        link.location ? ['Location', link.location] : null,
        link.description ? ['Description', link.description] : null,
        conferencingFact(link),
        ['Event goes into', <Targets key="targets" link={link} />],
        link.callbackUrl ? ['Callback', link.callbackUrl] : null,
        link.redirectUrl ? ['Then leads on to', link.redirectUrl] : null,
        [
          'Made',
          `${dayOf(link.createdMs, query.tzid)}, ${timeOf(link.createdMs, query.tzid)}${link.madeBy === 'api' ? ', by a program' : ''}`,
        ],
      ]}
    />
  )
}

function conferencingFact(link: Link) {
  const id = link.conferencingProfileId
  return id === null ? null : (['Video call', <ProfileName key="profile" id={id} />] as const)
}

function ProfileName({ id }: { id: string }) {
  const profile = (useConferencing(s => s.value) ?? []).find(p => p.profileId === id)
  return <>{profile?.name ?? 'A room that was removed since'}</>
}

function Targets({ link }: { link: Link }) {
  const calendars = useCalendars(s => s.value) ?? []
  if (link.targetCalendars.length === 0) return <>The usual calendar of each participant</>
  const names = link.targetCalendars.map(t => calendars.find(c => c.calendarId === t.calendarId)?.name)
  return <>{joined(names.map(n => n ?? 'a calendar that was removed since'))}</>
}
