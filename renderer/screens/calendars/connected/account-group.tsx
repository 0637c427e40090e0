import { useState } from 'react'
import type { Calendar } from '../../../../preload/contract/calendars.ts'
import type { Connection } from '../../../../preload/contract/connections.ts'
import { Badge } from '../../../components/badge.tsx'
import { Button } from '../../../components/button.tsx'
import { accountKinds } from '../../../state/calendar-words.ts'
import { counted } from '../../../time/format.ts'
import { TryNow } from '../calendar-trouble.tsx'
import { KindIcon } from '../kind-icon.tsx'
import { type AccountDialog, AccountMenu } from './account-menu.tsx'
import { CalendarList } from './calendar-list.tsx'

interface AccountGroupProps {
  readonly connection: Connection
  readonly calendars: readonly Calendar[]
  readonly onReplace: (files: readonly File[], calendarId: string) => void
}

/** An account: how it is, what is done with it, and the calendars that are read through it. */
export function AccountGroup({ connection, calendars, onReplace }: AccountGroupProps) {
  const [open, setOpen] = useState<AccountDialog | null>(null)
  const { name, kind, state } = connection
  return (
    <section className="account" aria-label={`${name}, ${accountKinds[kind]}`}>
      <header className="account-head">
        <KindIcon kind={kind} />
        <div className="calendar-words">
          <h3 className="account-name">
            {name} {state === 'sign_in' && <Badge tone="bad">Signed out</Badge>}
            {state === 'failing' && <Badge tone="warn">Not reached</Badge>}
          </h3>
          <p className="small soft">
            {accountKinds[kind]} · {counted(calendars.length, 'calendar')}
          </p>
        </div>
        <AccountMenu connection={connection} calendars={calendars} open={open} onOpen={setOpen} />
      </header>
      <AccountTrouble connection={connection} calendars={calendars} onOpen={setOpen} />
      {calendars.length === 0 && (
        <div className="calendar-trouble small">
          <p className="soft">None of its calendars is read.</p>
          <Button size="small" onPress={() => setOpen('choose')}>
            Choose calendars
          </Button>
        </div>
      )}
      <CalendarList
        label={`Calendars of ${name}`}
        calendars={calendars}
        accountProblem={connection.problem}
        onReplace={onReplace}
      />
    </section>
  )
}

interface AccountTroubleProps {
  readonly connection: Connection
  readonly calendars: readonly Calendar[]
  readonly onOpen: (dialog: AccountDialog) => void
}

function AccountTrouble({ connection, calendars, onOpen }: AccountTroubleProps) {
  const { state, problem, name } = connection
  if (state === 'ok') return null
  const unread = calendars.filter(c => c.state === 'unread').length
  const failing = calendars.find(c => c.freshness?.failure)
  return (
    <div className="calendar-trouble small" data-state={state === 'sign_in' || unread > 0 ? 'unread' : state}>
      <p>{problem}</p>
      {unread > 0 && (
        <p>{unread === 1 ? 'One calendar counts' : `${unread} calendars count`} as busy until then.</p>
      )}
      {state === 'sign_in' ? (
        <Button size="small" onPress={() => onOpen('sign_in')} aria-label={`Sign in again to ${name}`}>
          Sign in again
        </Button>
      ) : (
        failing && <TryNow calendar={failing} />
      )}
    </div>
  )
}
