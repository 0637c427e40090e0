import Trash from 'lucide-react/icons/trash-2'
import Video from 'lucide-react/icons/video'
import { useState } from 'react'
import type { ConferencingProfile } from '../../../preload/contract/conferencing.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { Chips } from '../../components/choices.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { TextField } from '../../components/field.tsx'
import { Empty, Section } from '../../components/page.tsx'
import { FailureLine, Form } from '../../components/problems.tsx'
import '../../components/rows.css'
import { useSubmit } from '../../components/use-submit.ts'
import { createProfile, removeProfile, useConferencing } from '../../state/conferencing.ts'
import { toast } from '../../state/toasts.ts'

const kinds = { personal_room: 'Always the same room', jitsi: 'A fresh Jitsi room each time' } as const
type Kind = keyof typeof kinds

export function Conferencing() {
  const profiles = useConferencing(s => s.value) ?? []
  const [adding, setAdding] = useState(false)
  return (
    <Section
      title="Video calls"
      aside={
        <Button size="small" onPress={() => setAdding(true)}>
          Add a room
        </Button>
      }
    >
      {profiles.length > 0 ? (
        <ul className="rows card" aria-label="Video calls">
          {profiles.map(p => (
            <ProfileRow key={p.profileId} profile={p} />
          ))}
        </ul>
      ) : (
        <Empty icon={<Video size={20} />} title="No rooms yet">
          A room of your own, or a fresh one for each booking: its address goes into the event.
        </Empty>
      )}
      {adding && <AddRoom onClose={() => setAdding(false)} />}
    </Section>
  )
}

function ProfileRow({ profile }: { profile: ConferencingProfile }) {
  const remove = async () => {
    const outcome = await removeProfile(profile.profileId)
    if (!outcome.ok) toast({ title: 'It could not be removed', detail: outcome.error.message, tone: 'bad' })
  }
  return (
    <li className="row">
      <Video aria-hidden size={18} className="soft" />
      <div className="row-main">
        <p className="delivery-title">{profile.name}</p>
        <p className="row-detail">
          {kinds[profile.kind]} · {profile.url}
        </p>
      </div>
      <IconButton name={`Remove ${profile.name}`} size="small" onPress={() => void remove()}>
        <Trash aria-hidden size={16} />
      </IconButton>
    </li>
  )
}

function AddRoom({ onClose }: { onClose: () => void }) {
  const [kind, setKind] = useState<Kind>('personal_room')
  const [name, setName] = useState('')
  const [url, setUrl] = useState('')
  const { pending, failure, submit } = useSubmit(
    () => createProfile({ name, kind, url: url || usual[kind] }),
    onClose,
  )
  return (
    <Dialog title="Add a room" isOpen onClose={onClose}>
      <Form failure={failure} onSubmit={() => void submit()} label="Room">
        <Chips
          label="Kind"
          choices={(Object.keys(kinds) as Kind[]).map(id => ({ id, label: kinds[id] }))}
          value={kind}
          onChange={setKind}
        />
        <TextField label="Name" name="name" placeholder="My room" value={name} onChange={setName} autoFocus />
        <TextField
          label={kind === 'jitsi' ? 'Jitsi server' : 'Address of the room'}
          name="url"
          type="url"
          placeholder={kind === 'jitsi' ? usual.jitsi : 'https://'}
          value={url}
          onChange={setUrl}
        />
        <FailureLine failure={failure} />
        <div className="form-actions">
          <Button look="quiet" onPress={onClose}>
            Cancel
          </Button>
          <Button type="submit" look="primary" isPending={pending}>
            Add room
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}

/** What an empty address means. */
const usual: Record<Kind, string> = { personal_room: '', jitsi: 'https://meet.jit.si' }
