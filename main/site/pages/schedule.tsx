import { clockTime, longDate } from '../format.ts'
import type { Visit } from '../visit.ts'

/** One meeting of several in a row. */
export interface Scheduled {
  readonly summary: string
  readonly startMs: number
  readonly endMs: number
}

/** Several meetings in a row, each with its time; nothing where there is only one. */
export function Schedule({
  meetings,
  visit: { tzid, hour12 },
}: {
  readonly meetings: readonly Scheduled[]
  readonly visit: Visit
}) {
  if (meetings.length < 2) return null
  const days = new Set(meetings.map(m => longDate(m.startMs, tzid)))
  return (
    <ol className="schedule">
      {meetings.map(({ summary, startMs, endMs }) => (
        <li key={startMs}>
          <span className="span">
            {days.size > 1 ? `${longDate(startMs, tzid)}, ` : ''}
            <time dateTime={new Date(startMs).toISOString()}>{clockTime(startMs, tzid, hour12)}</time>–
            <time dateTime={new Date(endMs).toISOString()}>{clockTime(endMs, tzid, hour12)}</time>
          </span>{' '}
          {summary}
        </li>
      ))}
    </ol>
  )
}
