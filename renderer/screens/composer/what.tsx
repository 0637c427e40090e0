import { LongTextField, TextField } from '../../components/field.tsx'
import { Select } from '../../components/select.tsx'
import { changeDraft } from '../../state/composing.ts'
import { useConferencing } from '../../state/conferencing.ts'
import type { Draft } from '../../state/draft.ts'

export function What({ draft }: { draft: Draft }) {
  return (
    <section className="composer-part" aria-label="What">
      <TextField
        label="Title"
        name="summary"
        placeholder="Interview, first lesson, a coffee…"
        value={draft.summary}
        onChange={summary => changeDraft(d => ({ ...d, summary }))}
        autoFocus
      />
      <LongTextField
        label={<Optional>Description</Optional>}
        name="description"
        rows={2}
        value={draft.description}
        onChange={description => changeDraft(d => ({ ...d, description }))}
      />
      <div className="form-row">
        <TextField
          label={<Optional>Location</Optional>}
          name="location"
          value={draft.location}
          onChange={location => changeDraft(d => ({ ...d, location }))}
        />
        <Conferencing draft={draft} />
      </div>
    </section>
  )
}

export function Optional({ children }: { children: string }) {
  return (
    <>
      {children} <span className="field-optional">(optional)</span>
    </>
  )
}

const NONE = 'none'

function Conferencing({ draft }: { draft: Draft }) {
  const profiles = useConferencing(s => s.value) ?? []
  const choices = [
    { id: NONE, label: 'No video call' },
    ...profiles.map(p => ({ id: p.profileId, label: p.name })),
  ]
  return (
    <Select
      label="Video call"
      name="conferencingProfileId"
      choices={choices}
      value={draft.conferencingProfileId ?? NONE}
      onChange={id => changeDraft(d => ({ ...d, conferencingProfileId: id === NONE ? null : id }))}
      hint={profiles.length === 0 ? <a href="#/settings">Set up a room in Settings</a> : undefined}
    />
  )
}
