import { useState } from 'react'
import type { Calendar } from '../../../../preload/contract/calendars.ts'
import type { Connected } from '../../../../preload/contract/connections.ts'
import type { Person } from '../../../../preload/contract/people.ts'
import { Dialog } from '../../../components/dialog.tsx'
import { findCalendars, removeConnection, useConnections } from '../../../state/connections.ts'
import { toast } from '../../../state/toasts.ts'
import { counted } from '../../../time/format.ts'
import { NameForm } from '../name-dialog.tsx'
import { CaldavStep } from './caldav-step.tsx'
import { ChooseStep } from './choose-step.tsx'
import { FeedStep } from './feed-step.tsx'
import { FileStep } from './file-step.tsx'
import { OauthStep } from './oauth-step.tsx'
import { WayList } from './way-list.tsx'
import { accounts, type CaldavProvider, type WayId, withoutAccount } from './ways.ts'
import './add-calendar.css'

interface AddCalendarProps {
  readonly person: Person
  readonly onClose: () => void
}

/** From the question where the calendar is to its being read; each step is one question. */
export function AddCalendar({ person, onClose }: AddCalendarProps) {
  const [way, setWay] = useState<WayId | null>(null)
  const [left, setLeft] = useState<WayId | null>(null)
  const [connected, setConnected] = useState<Connected | null>(null)
  const close = () => {
    // An account from which nothing was chosen was not wanted after all.
    if (connected) void removeConnection(connected.connection.connectionId)
    onClose()
  }
  const back = () => {
    setLeft(way)
    setWay(null)
  }
  const title = connected ? 'Which calendars should be read?' : titleOf(way, person)
  return (
    <Dialog title={title} isOpen onClose={close} onBack={way !== null && !connected ? back : undefined} wide>
      {connected ? (
        <ChooseStep {...connected} onDone={onClose} onCancel={close} />
      ) : way === null ? (
        <WayList left={left} onChoose={setWay} />
      ) : (
        <Step
          key={way}
          person={person}
          way={way}
          onWay={setWay}
          onConnected={setConnected}
          onClose={onClose}
        />
      )}
    </Dialog>
  )
}

function titleOf(way: WayId | null, person: Person): string {
  const known = [...accounts, ...withoutAccount].find(w => w.id === way)
  if (known) return known.id === 'other' ? 'CalDAV account' : known.label
  return person.isOrganizer ? 'Where is your calendar?' : `Where is ${person.name}’s calendar?`
}

interface StepProps {
  readonly person: Person
  readonly way: WayId
  readonly onWay: (way: WayId) => void
  readonly onConnected: (connected: Connected) => void
  readonly onClose: () => void
}

function Step({ person, way, onWay, onConnected, onClose }: StepProps) {
  const { sub } = person
  if (way === 'file') return <FileStep person={person} onClose={onClose} />
  if (way === 'built_in') return <NameForm sub={sub} calendar={null} onClose={onClose} />
  if (way === 'feed') {
    const added = (calendar: Calendar) => {
      toast({ title: `${calendar.name} added`, detail: counted(calendar.eventCount, 'event'), tone: 'good' })
      onClose()
    }
    return <FeedStep sub={sub} onAdded={added} onCancel={onClose} />
  }
  if (way === 'google' || way === 'microsoft') {
    return (
      <OauthStep
        sub={sub}
        provider={way}
        onSignedIn={id => void whatWasFound(id).then(onConnected, onClose)}
        onCancel={onClose}
        onFeedInstead={() => onWay('feed')}
      />
    )
  }
  return (
    <CaldavStep
      sub={sub}
      provider={way satisfies CaldavProvider}
      onConnected={onConnected}
      onCancel={onClose}
    />
  )
}

/** Signed in is connected already; where the calendars cannot be listed at once, the account stands in the list. */
async function whatWasFound(connectionId: string): Promise<Connected> {
  await useConnections.load()
  const connection = useConnections.getState().value?.find(c => c.connectionId === connectionId)
  const found = await findCalendars(connectionId)
  if (connection && found.ok) return { connection, found: found.value }
  toast({
    title: 'Signed in, but the calendars cannot be listed yet',
    detail: found.ok ? 'Choose them from the list of accounts.' : found.error.message,
    tone: 'bad',
  })
  throw new Error('The calendars of a new connection could not be listed.')
}
