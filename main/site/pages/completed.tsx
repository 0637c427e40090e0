import { addToCalendarLinks, type CalendarEntry } from '../calendar-links.ts'
import type { Visit } from '../visit.ts'
import { Moment } from './moment.tsx'
import { Schedule, type Scheduled } from './schedule.tsx'
import { Place } from './what.tsx'

export interface CompletedProps {
  readonly organizerName: string
  readonly entry: CalendarEntry
  /** What stands of it: several where the link was for meetings in a row. */
  readonly meetings: readonly Scheduled[]
  readonly visit: Visit
  readonly icsPath: string
  readonly redirectUri: string | null
  readonly cancelled: boolean
  /** Somebody else was faster: this visitor's own choice was not booked. */
  readonly late: boolean
}

/** What was booked, for whoever booked it and for whoever opens the link again. */
export function Completed(props: CompletedProps) {
  const { organizerName, entry, visit, redirectUri } = props
  const host = redirectUri === null ? '' : new URL(redirectUri).host
  return (
    <div className="body">
      <Heading {...props} />
      <h2>{entry.summary}</h2>
      {organizerName === '' ? null : <p className="with quiet">with {organizerName}</p>}
      <Moment startMs={entry.startMs} endMs={entry.endMs} visit={visit} />
      <Schedule meetings={props.meetings} visit={visit} />
      {entry.location === '' ? null : (
        <p>
          Where: <Place text={entry.location} />
        </p>
      )}
      {entry.description === '' ? null : <p className="about">{entry.description}</p>}
      {props.cancelled ? null : <AddToCalendar {...props} />}
      {redirectUri === null ? null : (
        <div className="actions">
          <a className="button main" href={redirectUri}>
            Continue to {host}
          </a>
        </div>
      )}
    </div>
  )
}

function AddToCalendar({ entry, meetings, icsPath }: CompletedProps) {
  // An address can hold one event; of several, only the file can tell.
  const links = meetings.length > 1 ? [] : addToCalendarLinks(entry)
  return (
    <div className="spaced">
      <h2>Add it to your calendar</h2>
      <ul className="links">
        <li>
          <a className="button" href={icsPath} download="event.ics">
            Calendar file (.ics)
          </a>
        </li>
        {links.map(({ name, href }) => (
          <li key={name}>
            <a className="button" href={href} rel="noreferrer">
              {name}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Heading({ organizerName, cancelled, late }: CompletedProps) {
  const sender = organizerName === '' ? 'whoever sent you this link' : organizerName
  if (cancelled)
    return (
      <div className="notice" role="status">
        This meeting was called off.
        <p>You can ask {sender} for a new link.</p>
      </div>
    )
  if (late)
    return (
      <div className="notice" role="alert">
        This link was used a moment before you.
        <p>
          It is good for one booking, and this is what was booked. If that was not you, ask {sender} for
          another link.
        </p>
      </div>
    )
  return (
    <div className="done" role="status">
      <span className="tick">
        <svg
          width="22"
          height="22"
          viewBox="0 0 22 22"
          fill="none"
          stroke="currentColor"
          strokeWidth="2.6"
          aria-hidden="true"
        >
          <path d="m4.5 11.5 4.3 4.3 8.7-9.3" strokeLinecap="round" strokeLinejoin="round" />
        </svg>
      </span>
      <div>
        <h1>You are booked</h1>
        <span className="quiet">This link has been used; it shows what was booked with it.</span>
      </div>
    </div>
  )
}
