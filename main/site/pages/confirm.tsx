import { localDate } from '../format.ts'
import { addressOf, type Visit } from '../visit.ts'
import { Moment } from './moment.tsx'
import { Schedule, type Scheduled } from './schedule.tsx'
import { type Meeting, What } from './what.tsx'

export interface RecipientFields {
  readonly name: string
  readonly email: string
  readonly note: string
}

export interface ConfirmProps {
  readonly meeting: Meeting
  readonly visit: Visit
  readonly startMs: number
  /** Where several meetings in a row begin then: each of them. */
  readonly meetings: readonly Scheduled[]
  /** Makes sending this page twice one booking. */
  readonly bookingKey: string
  readonly fields: RecipientFields
  /** What is wrong with a field, beside the field. */
  readonly faults: Partial<Record<keyof RecipientFields, string>>
}

/** A last look: what, when and where, and who is coming, if they care to say so. */
export function Confirm(props: ConfirmProps) {
  const { meeting, visit, startMs, meetings, bookingKey, fields, faults } = props
  const endMs = meetings.at(-1)?.endMs ?? startMs + meeting.durationMinutes * 60_000
  const back = addressOf(visit, { day: localDate(startMs, visit.tzid) })
  return (
    <>
      <What meeting={meeting} />
      <form className="body" method="post" action={visit.path}>
        <Moment startMs={startMs} endMs={endMs} visit={visit} />
        <Schedule meetings={meetings} visit={visit} />
        <input type="hidden" name="start" value={new Date(startMs).toISOString()} />
        <input type="hidden" name="tzid" value={visit.tzid} />
        <input type="hidden" name="clock" value={visit.hour12 ? '12' : '24'} />
        <input type="hidden" name="key" value={bookingKey} />
        {meetings.length === 0 ? null : (
          <input
            type="hidden"
            name="starts"
            value={meetings.map(m => new Date(m.startMs).toISOString()).join(',')}
          />
        )}
        <div className="fields">
          <label>
            <span>
              Your name <small>(optional)</small>
            </span>
            <input name="name" autoComplete="name" maxLength={200} defaultValue={fields.name} />
          </label>
          <label>
            <span>
              Your e-mail <small>(optional)</small>
            </span>
            <input
              name="email"
              type="email"
              autoComplete="email"
              maxLength={254}
              defaultValue={fields.email}
              aria-invalid={faults.email !== undefined}
              aria-describedby={faults.email === undefined ? undefined : 'email-fault'}
            />
            {faults.email === undefined ? null : (
              <span className="fault" id="email-fault">
                {faults.email}
              </span>
            )}
          </label>
          <label>
            <span>
              Anything to say beforehand? <small>(optional)</small>
            </span>
            <textarea name="note" maxLength={2000} defaultValue={fields.note} />
          </label>
        </div>
        <div className="actions">
          <button className="button main" type="submit">
            Book this time
          </button>
          <a className="button" href={back}>
            Pick another time
          </a>
        </div>
      </form>
    </>
  )
}
