import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal'
import X from 'lucide-react/icons/x'
import { useState } from 'react'
import type { Calendar } from '../../../preload/contract/calendars.ts'
import type { Person } from '../../../preload/contract/people.ts'
import { Avatar } from '../../components/avatar.tsx'
import { IconButton } from '../../components/button.tsx'
import { Checkbox, Switch } from '../../components/choices.tsx'
import { ProblemsAt } from '../../components/problems.tsx'
import { useCalendars } from '../../state/calendars.ts'
import { changeDraft } from '../../state/composing.ts'
import { type DraftGroup, type DraftMember, withGroup, withoutMember } from '../../state/draft.ts'
import { nameOf, toneOf } from '../../state/tones.ts'
import { counted } from '../../time/format.ts'

interface MemberRowProps {
  readonly group: DraftGroup
  readonly member: DraftMember
  readonly people: readonly Person[]
  readonly path: string
}

export function MemberRow({ group, member, people, path }: MemberRowProps) {
  const [open, setOpen] = useState(false)
  const calendars = (useCalendars(s => s.value) ?? []).filter(c => c.sub === member.sub)
  const person = people.find(p => p.sub === member.sub)
  const name = nameOf(people, member.sub)
  return (
    <li className="member">
      <div className="member-line">
        <Avatar name={name} tone={toneOf(people, member.sub)} small />
        <div className="member-words">
          <span className="member-name">
            {name}
            {person?.isOrganizer && <span className="field-optional"> (you)</span>}
          </span>
          <span className="member-says">{says(member, calendars, person)}</span>
        </div>
        <IconButton
          name={`Calendars and hours of ${name}`}
          size="small"
          aria-expanded={open}
          onPress={() => setOpen(!open)}
        >
          <SlidersHorizontal aria-hidden size={15} />
        </IconButton>
        <IconButton
          name={`Remove ${name}`}
          size="small"
          onPress={() => changeDraft(d => withoutMember(d, group.key, member.sub))}
        >
          <X aria-hidden size={15} />
        </IconButton>
      </div>
      {open && (
        <MemberDetails group={group} member={member} name={name} calendars={calendars} person={person} />
      )}
      <ProblemsAt path={path} deep />
    </li>
  )
}

function says(member: DraftMember, calendars: readonly Calendar[], person: Person | undefined): string {
  const counting = member.calendarIds ?? calendars.filter(c => c.countsAsBusy).map(c => c.calendarId)
  const hours = person?.hours && member.keepsHours ? 'weekly hours' : 'any hour'
  return `${counted(counting.length, 'calendar')} · ${hours}`
}

interface DetailsProps {
  readonly group: DraftGroup
  readonly member: DraftMember
  readonly name: string
  readonly calendars: readonly Calendar[]
  readonly person: Person | undefined
}

function MemberDetails({ group, member, name, calendars, person }: DetailsProps) {
  const change = (part: Partial<DraftMember>) =>
    changeDraft(d =>
      withGroup(d, group.key, g => ({
        ...g,
        members: g.members.map(m => (m.sub === member.sub ? { ...m, ...part } : m)),
      })),
    )
  const chosen = member.calendarIds ?? calendars.filter(c => c.countsAsBusy).map(c => c.calendarId)
  const toggle = (id: string, on: boolean) =>
    change({ calendarIds: on ? [...chosen, id] : chosen.filter(c => c !== id) })
  return (
    <div className="member-details">
      <fieldset className="member-calendars">
        <legend>Counts as busy</legend>
        {calendars.length === 0 && (
          <p className="small soft">{name} has no calendar yet, so every time is free.</p>
        )}
        {calendars.map(c => (
          <Checkbox
            key={c.calendarId}
            isSelected={chosen.includes(c.calendarId)}
            onChange={on => toggle(c.calendarId, on)}
          >
            {c.name}
          </Checkbox>
        ))}
      </fieldset>
      {person?.hours && (
        <Switch isSelected={member.keepsHours} onChange={keepsHours => change({ keepsHours })}>
          Keep to weekly hours
        </Switch>
      )}
    </div>
  )
}
