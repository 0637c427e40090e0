import UserPlus from 'lucide-react/icons/user-plus'
import X from 'lucide-react/icons/x'
import { useState } from 'react'
import { Group } from 'react-aria-components/Group'
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import type { Person } from '../../../preload/contract/people.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { ProblemsAt } from '../../components/problems.tsx'
import { Select } from '../../components/select.tsx'
import { changeDraft } from '../../state/composing.ts'
import { type DraftGroup, withGroup, withMember, withoutGroup } from '../../state/draft.ts'
import { inOrder } from '../../state/tones.ts'
import { PersonDialog } from '../calendars/person-dialog.tsx'
import { MemberRow } from './member-row.tsx'

interface GroupCardProps {
  readonly group: DraftGroup
  readonly index: number
  readonly count: number
  readonly people: readonly Person[]
}

export function GroupCard({ group, index, count, people }: GroupCardProps) {
  const title = count > 1 ? `Group ${index + 1}` : 'Participants'
  const path = `query.participants.${index}`
  return (
    <Group className="group" aria-label={title}>
      {count > 1 && (
        <header className="group-head">
          <h3>{title}</h3>
          <IconButton
            name={`Remove ${title.toLowerCase()}`}
            size="small"
            onPress={() => changeDraft(d => withoutGroup(d, group.key))}
          >
            <X aria-hidden size={15} />
          </IconButton>
        </header>
      )}
      <ul className="members">
        {group.members.map((member, at) => (
          <MemberRow
            key={member.sub}
            group={group}
            member={member}
            people={people}
            path={`${path}.members.${at}`}
          />
        ))}
      </ul>
      <AddMember group={group} people={people} />
      {group.members.length > 1 && <Required group={group} />}
      <ProblemsAt path={`${path}.members`} />
      <ProblemsAt path={`${path}.required`} />
    </Group>
  )
}

function Required({ group }: { group: DraftGroup }) {
  const counts = group.members.slice(1).map((_, i) => String(i + 1))
  const choices = [
    { id: 'all', label: 'Everyone' },
    ...counts.map(n => ({ id: n, label: `At least ${n} of ${group.members.length}` })),
  ]
  const choose = (id: string) =>
    changeDraft(d => withGroup(d, group.key, g => ({ ...g, required: id === 'all' ? 'all' : Number(id) })))
  return (
    <Select label="Who must be free" choices={choices} value={String(group.required)} onChange={choose} />
  )
}

const NEW = 'new'

function AddMember({ group, people }: { group: DraftGroup; people: readonly Person[] }) {
  const [adding, setAdding] = useState(false)
  const free = inOrder(people).filter(p => group.members.every(m => m.sub !== p.sub))
  const add = (person: Person) => changeDraft(d => withMember(d, group.key, person))
  const choose = (key: string | number) => {
    const person = free.find(p => p.sub === key)
    if (person) add(person)
    else setAdding(true)
  }
  return (
    <>
      <MenuTrigger>
        <Button look="secondary" size="small">
          <UserPlus aria-hidden size={15} /> Add a participant
        </Button>
        <Popover className="popover">
          <Menu className="choices" onAction={choose}>
            {free.map(person => (
              <MenuItem key={person.sub} id={person.sub} textValue={person.name} className="choice">
                <span className="choice-label">{person.name}</span>
                <span className="choice-detail">{person.email}</span>
              </MenuItem>
            ))}
            <MenuItem id={NEW} textValue="Someone new" className="choice">
              <span className="choice-label">Someone new…</span>
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
      {adding && <PersonDialog person={null} onClose={() => setAdding(false)} onAdded={add} />}
    </>
  )
}
