import { clockTime, longDate, zoneLabel, zoneOffset } from '../format.ts'
import type { Visit } from '../visit.ts'

/** A chosen time, in the visitor's zone. */
export function Moment({
  startMs,
  endMs,
  visit,
}: {
  readonly startMs: number
  readonly endMs: number
  readonly visit: Visit
}) {
  const { tzid, hour12 } = visit
  return (
    <div className="chosen">
      <div className="day">{longDate(startMs, tzid)}</div>
      <div className="time">
        <time dateTime={new Date(startMs).toISOString()}>{clockTime(startMs, tzid, hour12)}</time>–
        <time dateTime={new Date(endMs).toISOString()}>{clockTime(endMs, tzid, hour12)}</time>
      </div>
      <div className="where">
        {zoneLabel(tzid)} ({zoneOffset(startMs, tzid)})
      </div>
    </div>
  )
}
