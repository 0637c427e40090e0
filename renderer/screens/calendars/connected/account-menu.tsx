import type { Calendar } from '../../../../preload/contract/calendars.ts'
import type { Connection } from '../../../../preload/contract/connections.ts'
import { Confirm } from '../../../components/dialog.tsx'
import { type MenuChoice, PopupMenu } from '../../../components/popup-menu.tsx'
import { removeConnection } from '../../../state/connections.ts'
import { toast } from '../../../state/toasts.ts'
import { counted } from '../../../time/format.ts'
import { ChooseDialog } from './choose-dialog.tsx'
import { ColleagueDialog } from './colleague-dialog.tsx'
import { SignInAgain } from './sign-in-again.tsx'

export type AccountDialog = 'choose' | 'sign_in' | 'colleague' | 'remove'

interface AccountMenuProps {
  readonly connection: Connection
  readonly calendars: readonly Calendar[]
  readonly open: AccountDialog | null
  readonly onOpen: (dialog: AccountDialog | null) => void
}

export function AccountMenu({ connection, calendars, open, onOpen }: AccountMenuProps) {
  const close = () => onOpen(null)
  const { name } = connection
  const events = calendars.reduce((sum, c) => sum + c.eventCount, 0)
  return (
    <>
      <PopupMenu name={`${name}: more`} choices={choicesOf(connection, onOpen)} />
      {open === 'choose' && <ChooseDialog connection={connection} onClose={close} />}
      {open === 'sign_in' && <SignInAgain connection={connection} onClose={close} />}
      {open === 'colleague' && <ColleagueDialog connection={connection} onClose={close} />}
      <Confirm
        title={`Remove ${name}?`}
        isOpen={open === 'remove'}
        onClose={close}
        onConfirm={() => void removeIt(connection).then(close)}
        confirm="Remove account"
        keep="Keep"
      >
        <p>
          Openslot forgets how to sign in there. {counted(calendars.length, 'calendar')} with{' '}
          {counted(events, 'event')} no longer {calendars.length === 1 ? 'counts' : 'count'} as busy, and
          bookings are no longer written there.
        </p>
        <p>Nothing is deleted at {name}: what was booked stays in those calendars.</p>
      </Confirm>
    </>
  )
}

function choicesOf({ kind }: Connection, open: (dialog: AccountDialog) => void): readonly MenuChoice[] {
  const sees = kind === 'google' || kind === 'microsoft'
  return [
    { id: 'choose', label: 'Choose calendars', run: () => open('choose') },
    ...(sees ? [{ id: 'colleague', label: 'Add a colleague', run: () => open('colleague') }] : []),
    { id: 'sign_in', label: 'Sign in again', run: () => open('sign_in') },
    { id: 'remove', label: 'Remove account', danger: true, run: () => open('remove') },
  ]
}

async function removeIt({ connectionId, name }: Connection): Promise<void> {
  const outcome = await removeConnection(connectionId)
  if (outcome.ok) toast({ title: `${name} was removed`, tone: 'plain' })
  else toast({ title: `${name} could not be removed`, detail: outcome.error.message, tone: 'bad' })
}
