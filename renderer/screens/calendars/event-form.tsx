import { useState } from 'react'
import type { Calendar, CalendarEvent } from '../../../preload/contract/calendars.ts'
import type { Person } from '../../../preload/contract/people.ts'
import { Button } from '../../components/button.tsx'
import { Switch } from '../../components/choices.tsx'
import { DateField } from '../../components/date-field.tsx'
import { LongTextField, TextField } from '../../components/field.tsx'
import { FailureLine, Form, ProblemsAt } from '../../components/problems.tsx'
import { Select } from '../../components/select.tsx'
import { TimeField } from '../../components/time-field.tsx'
import { useSubmit } from '../../components/use-submit.ts'
import { nowMs } from '../../state/clock.ts'
import { createEvent, updateEvent } from '../../state/events.ts'
import { useOrganizer } from '../../state/organizer.ts'
import { nameOf } from '../../state/tones.ts'
import { HOUR_MS } from '../../time/zones.ts'
import { Optional } from '../composer/what.tsx'
import type { EventInHand } from './event-dialog.tsx'
import { draftOf, type EventDraft, emptyEvent, eventOf, startingAt } from './event-draft.ts'
import { RemoveEvent } from './remove-event.tsx'

interface EventFormProps {
  readonly inHand: EventInHand
  /** Those whose events are written here. */
  readonly calendars: readonly Calendar[]
  readonly people: readonly Person[]
  readonly onClose: () => void
}

export function EventForm({ inHand, calendars, people, onClose }: EventFormProps) {
  const tzid = useOrganizer(s => s.value?.tzid ?? 'UTC')
  const [draft, setDraft] = useState(() => firstDraft(inHand, calendars, tzid))
  const known = inHand.kind === 'known' ? inHand.event : null
  const prefix = known ? 'event.' : ''
  const { pending, failure, submit } = useSubmit(() => save(known, draft, tzid), onClose)
  const set = (part: Partial<EventDraft>) => setDraft(d => ({ ...d, ...part }))
  if (calendars.length === 0) {
    return <p className="soft">No calendar takes events. Make a new calendar on your card first.</p>
  }
  return (
    <Form failure={failure} onSubmit={() => void submit()} label="Event">
      <TextField
        label="Title"
        name={`${prefix}summary`}
        value={draft.summary}
        onChange={summary => set({ summary })}
        autoFocus
      />
      <Switch isSelected={draft.allDay} onChange={allDay => set({ allDay })}>
        All day
      </Switch>
      <EventTimes draft={draft} onChange={setDraft} tzid={tzid} />
      <ProblemsAt path={`${prefix}endMs`} />
      <Select
        label="Calendar"
        name={`${prefix}calendarId`}
        choices={calendars.map(c => ({ id: c.calendarId, label: `${c.name} (${nameOf(people, c.sub)})` }))}
        value={draft.calendarId}
        onChange={calendarId => set({ calendarId })}
        isDisabled={known !== null}
      />
      <TextField
        label={<Optional>Location</Optional>}
        name={`${prefix}location`}
        value={draft.location}
        onChange={location => set({ location })}
      />
      <LongTextField
        label={<Optional>Description</Optional>}
        name={`${prefix}description`}
        value={draft.description}
        onChange={description => set({ description })}
      />
      <Switch isSelected={draft.free} onChange={free => set({ free })}>
        Shows as free: does not block times
      </Switch>
      <FailureLine failure={failure} />
      <div className="form-actions">
        {known && <RemoveEvent event={known} onRemoved={onClose} />}
        <Button look="quiet" onPress={onClose}>
          Cancel
        </Button>
        <Button type="submit" look="primary" isPending={pending}>
          {known ? 'Save' : 'Add event'}
        </Button>
      </div>
    </Form>
  )
}

function firstDraft(inHand: EventInHand, calendars: readonly Calendar[], tzid: string): EventDraft {
  if (inHand.kind === 'known') return draftOf(inHand.event, tzid)
  const startMs = inHand.startMs ?? Math.ceil(nowMs() / HOUR_MS) * HOUR_MS
  const calendarId = (calendars.find(c => c.primary) ?? calendars[0])?.calendarId ?? ''
  return emptyEvent(calendarId, startMs, inHand.endMs ?? startMs + HOUR_MS, tzid)
}

function save(known: CalendarEvent | null, draft: EventDraft, tzid: string) {
  const event = eventOf(draft, tzid)
  return known ? updateEvent(known.calendarId, known.eventUid, event) : createEvent(event)
}

interface EventTimesProps {
  readonly draft: EventDraft
  readonly onChange: (draft: EventDraft) => void
  readonly tzid: string
}

function EventTimes({ draft, onChange, tzid }: EventTimesProps) {
  const start = (from: string, fromMinute: number) => onChange(startingAt(draft, from, fromMinute, tzid))
  return (
    <div className="event-times">
      <DateField label="Starts on" value={draft.from} onChange={day => start(day, draft.fromMinute)} />
      {!draft.allDay && (
        <TimeField
          visible
          label="Starts at"
          minute={draft.fromMinute}
          onChange={minute => start(draft.from, minute)}
        />
      )}
      <DateField label="Ends on" value={draft.to} onChange={to => onChange({ ...draft, to })} />
      {!draft.allDay && (
        <TimeField
          visible
          label="Ends at"
          minute={draft.toMinute}
          onChange={toMinute => onChange({ ...draft, toMinute })}
        />
      )}
    </div>
  )
}
