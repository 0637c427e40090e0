import ArrowLeft from 'lucide-react/icons/arrow-left'
import { useState } from 'react'
import type { Booking } from '../../../preload/contract/bookings.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/dialog.tsx'
import { Card, Empty, Facts, Page, Section } from '../../components/page.tsx'
import { useSubmit } from '../../components/use-submit.ts'
import { cancelBooking } from '../../state/bookings.ts'
import { useNow } from '../../state/clock.ts'
import { useMail } from '../../state/mail.ts'
import { useOrganizer } from '../../state/organizer.ts'
import { hrefOf } from '../../state/route.ts'
import { toast } from '../../state/toasts.ts'
import { recipientName } from '../../state/tones.ts'
import { durationText, joined, longDayOf, relativeText, spanOf, timesOf } from '../../time/format.ts'
import { zoneText } from '../../time/zone-names.ts'
import { MINUTE_MS } from '../../time/zones.ts'
import { Deliveries } from './deliveries.tsx'
import { WhatHappened } from './what-happened.tsx'

export function BookingDetail({ booking }: { booking: Booking | null }) {
  if (!booking) {
    return (
      <Page title="Booking">
        <Empty
          icon="?"
          title="There is no such booking"
          action={<a href={hrefOf('bookings')}>All bookings</a>}
        />
      </Page>
    )
  }
  return (
    <Page
      title={booking.summary}
      lead={
        <a className="back" href={hrefOf('bookings')}>
          <ArrowLeft aria-hidden size={15} /> All bookings
        </a>
      }
      actions={
        booking.status === 'cancelled' ? <Badge tone="warn">Cancelled</Badge> : <Cancel booking={booking} />
      }
    >
      <WhatHappened booking={booking} />
      <div className="detail-columns">
        <Section title="When and who">
          <Card className="card-padded booking-card">
            <When booking={booking} />
            <Particulars booking={booking} />
          </Card>
        </Section>
        <Section title="What became of it">
          <Deliveries booking={booking} />
        </Section>
      </div>
    </Page>
  )
}

function When({ booking }: { booking: Booking }) {
  const tzid = useOrganizer(s => s.value?.tzid ?? 'UTC')
  const nowMs = useNow()
  const { startMs, endMs, recipient } = booking
  return (
    <div className="booking-when">
      <p className="booking-day">{longDayOf(startMs, tzid)}</p>
      <p className="booking-times">{timesOf(startMs, endMs, tzid)}</p>
      <p className="small soft">
        {durationText((endMs - startMs) / MINUTE_MS)}, {relativeText(startMs, nowMs)} ·{' '}
        {zoneText(tzid, startMs)}
      </p>
      {recipient.tzid !== tzid && (
        <p className="small soft">
          For {recipientName(booking)}: {spanOf(startMs, endMs, recipient.tzid)},{' '}
          {zoneText(recipient.tzid, startMs)}
        </p>
      )}
    </div>
  )
}

function Particulars({ booking }: { booking: Booking }) {
  const { recipient, conferencingUrl } = booking
  const nowMs = useNow()
  return (
    <Facts
      facts={[
        ['Chosen by', recipientName(booking)],
        recipient.email
          ? [
              'E-mail',
              <a key="mail" href={`mailto:${recipient.email}`}>
                {recipient.email}
              </a>,
            ]
          : null,
        recipient.note
          ? [
              'Note',
              <span key="note" className="booking-note">
                {recipient.note}
              </span>,
            ]
          : null,
        ['Participants', joined(booking.participants.map(p => p.name))],
        booking.location ? ['Location', booking.location] : null,
        conferencingUrl
          ? [
              'Video call',
              <a key="call" href={conferencingUrl} target="_blank" rel="noreferrer">
                {conferencingUrl}
              </a>,
            ]
          : null,
        ['Booked', relativeText(booking.createdMs, nowMs)],
        [
          'Link',
          <a key="link" href={hrefOf('links', booking.linkId)}>
            Show the link
          </a>,
        ],
      ]}
    />
  )
}

function Cancel({ booking }: { booking: Booking }) {
  const [asking, setAsking] = useState(false)
  const word = useWordOf(booking)
  const { pending, submit } = useSubmit(cancelBooking, () => {
    setAsking(false)
    toast({ title: 'Booking cancelled', detail: booking.summary, tone: 'plain' })
  })
  const cancel = async () => {
    const outcome = await submit(booking.bookingId)
    if (!outcome.ok) toast({ title: 'It could not be cancelled', detail: outcome.error.message, tone: 'bad' })
  }
  return (
    <>
      <Button look="danger" onPress={() => setAsking(true)}>
        Cancel booking
      </Button>
      <Confirm
        title="Cancel this booking?"
        isOpen={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => void cancel()}
        confirm="Cancel booking"
        keep="Keep it"
        pending={pending}
      >
        <p>The event is taken out of the calendars. {word}</p>
      </Confirm>
    </>
  )
}

/** Whether the recipient hears of it by itself. */
function useWordOf(booking: Booking): string {
  const mails = useMail(s => (s.value?.server ?? null) !== null)
  const name = recipientName(booking)
  if (booking.recipient.email === '') return `${name} left no address: tell them yourself.`
  return mails
    ? `${name} is told by mail.`
    : `Tell ${name} yourself, unless your calendar does: mail is not set up in Settings.`
}
