import { memo } from 'react'
import type { Calendar } from '../../../preload/contract/calendars.ts'
import { Checkbox, RadioCards } from '../../components/choices.tsx'
import { TextField } from '../../components/field.tsx'
import { More } from '../../components/more.tsx'
import { ProblemsAt } from '../../components/problems.tsx'
import { useCalendars } from '../../state/calendars.ts'
import { changeDraft } from '../../state/composing.ts'
import { type Draft, defaultTargets } from '../../state/draft.ts'
import { usePeople } from '../../state/people.ts'
import { nameOf } from '../../state/tones.ts'
import { joined } from '../../time/format.ts'
import { sameIn } from './same-in.ts'
import { Optional } from './what.tsx'

export const AfterBooking = memo(AfterBookingPart, sameIn('groups', 'targets', 'callbackUrl', 'redirectUrl'))

function AfterBookingPart({ draft }: { draft: Draft }) {
  return (
    <More
      label="After a time is chosen"
      summary={draft.targets ? 'calendars chosen' : 'into the usual calendars'}
      level={2}
      paths={paths}
    >
      <div className="form">
        <Targets draft={draft} />
        <TextField
          label={<Optional>Callback address</Optional>}
          name="callbackUrl"
          type="url"
          placeholder="https://"
          value={draft.callbackUrl}
          onChange={callbackUrl => changeDraft(d => ({ ...d, callbackUrl }))}
          hint="Told by a signed POST when a time is chosen."
        />
        <TextField
          label={<Optional>Then lead on to</Optional>}
          name="redirectUrl"
          type="url"
          placeholder="https://"
          value={draft.redirectUrl}
          onChange={redirectUrl => changeDraft(d => ({ ...d, redirectUrl }))}
          hint="Where the confirmation page offers to continue."
        />
      </div>
    </More>
  )
}

const paths = ['targetCalendars', 'callbackUrl', 'redirectUrl']

function Targets({ draft }: { draft: Draft }) {
  const calendars = useCalendars(s => s.value) ?? []
  const people = usePeople(s => s.value) ?? []
  const usual = defaultTargets(draft, calendars)
  const named = (c: Calendar) => `${c.name} (${nameOf(people, c.sub)})`
  const choose = (id: 'usual' | 'chosen') =>
    changeDraft(d => ({ ...d, targets: id === 'usual' ? null : usual.map(targetOf) }))
  return (
    <>
      <RadioCards
        label="The event goes into"
        choices={[
          {
            id: 'usual',
            label: 'The usual calendars',
            detail:
              usual.length > 0
                ? joined(usual.map(named))
                : 'None of the participants has one that takes events.',
          },
          { id: 'chosen', label: 'Calendars I choose' },
        ]}
        value={draft.targets ? 'chosen' : 'usual'}
        onChange={choose}
      />
      {draft.targets && (
        <ChosenTargets draft={draft} calendars={calendars.filter(c => !c.readonly)} named={named} />
      )}
      <ProblemsAt path="targetCalendars" deep />
    </>
  )
}

interface ChosenProps {
  readonly draft: Draft
  readonly calendars: readonly Calendar[]
  readonly named: (calendar: Calendar) => string
}

function ChosenTargets({ draft, calendars, named }: ChosenProps) {
  const targets = draft.targets ?? []
  const toggle = (calendar: Calendar, on: boolean) => {
    const others = targets.filter(t => t.calendarId !== calendar.calendarId)
    changeDraft(d => ({ ...d, targets: on ? [...others, targetOf(calendar)] : others }))
  }
  return (
    <fieldset className="member-calendars">
      <legend className="unseen">Target calendars</legend>
      {calendars.map(c => (
        <Checkbox
          key={c.calendarId}
          isSelected={targets.some(t => t.calendarId === c.calendarId)}
          onChange={on => toggle(c, on)}
        >
          {named(c)}
        </Checkbox>
      ))}
    </fieldset>
  )
}

function targetOf({ sub, calendarId }: Calendar) {
  return { sub, calendarId }
}
