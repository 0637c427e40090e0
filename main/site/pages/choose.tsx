import type { Offer } from '../../scheduling/offers.ts'
import { clockTime, longDateOf, monthName, zoneLabel, zoneOffset } from '../format.ts'
import { type OfferedDays, pickDay, weeksOf } from '../offered-days.ts'
import { addressOf, type Visit } from '../visit.ts'
import { type Meeting, What } from './what.tsx'

export interface ChooseProps {
  readonly meeting: Meeting
  readonly visit: Visit
  readonly days: OfferedDays
  /** The time asked for was taken meanwhile. */
  readonly taken: boolean
  /** A calendar could not be read just now, so that its time counts as busy. */
  readonly unsure: boolean
  /** With no last look a time is a button that books; the key makes pressing it twice one booking. */
  readonly bookAtOnce: { readonly key: string } | null
  /** Makes sending “none of these times suits” twice one reply. */
  readonly replyKey: string
}

/** Pick a day, then a time of that day. */
export function Choose(props: ChooseProps) {
  const { meeting, visit, days, taken, unsure } = props
  const day = pickDay(days, visit)
  return (
    <>
      <What meeting={meeting} />
      <div className="body">
        {taken ? <Taken any={day !== null} /> : null}
        {visit.told ? <Told organizerName={meeting.organizerName} /> : null}
        {unsure && day !== null ? <Unsure /> : null}
        {day === null ? (
          <NoTimes organizerName={meeting.organizerName} again={unsure ? addressOf(visit, {}) : null} />
        ) : (
          <div className="choose">
            <Month {...props} day={day} />
            <Times {...props} day={day} />
          </div>
        )}
      </div>
      {visit.told ? null : <NoneSuits {...props} day={day} />}
      <ZoneForm visit={visit} day={day} />
    </>
  )
}

function Taken({ any }: { readonly any: boolean }) {
  return (
    <div className="notice" role="alert">
      That time is not free any more.
      {any ? <p>These are free right now. Please pick another one.</p> : null}
    </div>
  )
}

/** Said where there are times all the same. */
function Unsure() {
  return (
    <p className="quiet">
      One of the calendars cannot be read just now. There may be more times in a minute.
    </p>
  )
}

interface NoTimesProps {
  readonly organizerName: string
  /** Where to look once more, when it is only that a calendar could not be read. */
  readonly again: string | null
}

function NoTimes({ organizerName, again }: NoTimesProps) {
  if (again !== null)
    return (
      <div role="status">
        <h2>Free times cannot be told just now</h2>
        <p className="quiet">
          A calendar that has to be looked at does not answer. Please try again in a minute: nothing is
          offered before it is certain to be free.
        </p>
        <div className="actions">
          <a className="button main" href={again}>
            Try again
          </a>
        </div>
      </div>
    )
  return (
    <div>
      <h2>No time is free at the moment</h2>
      <p className="quiet">
        Everything that could be offered is taken or past. Look again later, or ask{' '}
        {organizerName === '' ? 'whoever sent you this link' : organizerName} for other times.
      </p>
    </div>
  )
}

function Told({ organizerName }: { readonly organizerName: string }) {
  return (
    <div className="notice" role="status">
      Thank you. {organizerName === '' ? 'Whoever sent you this link' : organizerName} has been told that none
      of these times suits.
      <p>Should one of them do after all, this link still works.</p>
    </div>
  )
}

/** Folded away without a script: most people find a time. */
function NoneSuits({ meeting, visit, day, replyKey }: ChooseProps & { readonly day: string | null }) {
  const { organizerName } = meeting
  return (
    <details className="none-suits">
      <summary>{day === null ? 'Ask for other times' : 'None of these times suits?'}</summary>
      <form method="post" action={`${visit.path}/none-suits`}>
        <input type="hidden" name="tzid" value={visit.tzid} />
        <input type="hidden" name="clock" value={visit.hour12 ? '12' : '24'} />
        <input type="hidden" name="key" value={replyKey} />
        <label>
          <span>
            When would suit you? <small>(optional)</small>
          </span>
          <textarea name="note" maxLength={2000} rows={3} />
        </label>
        <button className="button" type="submit">
          Tell {organizerName === '' ? 'whoever sent this link' : organizerName}
        </button>
      </form>
    </details>
  )
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

function Month({ visit, days, day }: ChooseProps & { readonly day: string }) {
  const month = day.slice(0, 7)
  const months = [...new Set([...days.keys()].map(d => d.slice(0, 7)))]
  const at = months.indexOf(month)
  return (
    <section aria-labelledby="month">
      <div className="month">
        <h2 id="month">{monthName(month)}</h2>
        <nav aria-label="Month">
          <Step visit={visit} month={months[at - 1]} label="Earlier month" sign="‹" />
          <Step visit={visit} month={months[at + 1]} label="Later month" sign="›" />
        </nav>
      </div>
      <table className="days">
        <caption className="unseen">Days with free times</caption>
        <thead>
          <tr>
            {weekdays.map(name => (
              <th key={name} scope="col" abbr={name}>
                {name.slice(0, 2)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month).map(week => (
            <tr key={week.find(d => d !== null)}>
              {week.map((date, i) => (
                <td key={date ?? weekdays[i]}>
                  {date === null ? null : (
                    <Day {...{ visit, date }} free={days.get(date)?.length ?? 0} picked={date === day} />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Step(props: { visit: Visit; month: string | undefined; label: string; sign: string }) {
  const { visit, month, label, sign } = props
  if (month === undefined)
    return (
      <span className="step" aria-disabled="true">
        {sign}
      </span>
    )
  return (
    <a className="step" href={addressOf(visit, { month })} aria-label={`${label}: ${monthName(month)}`}>
      {sign}
    </a>
  )
}

function Day({ visit, date, free, picked }: { visit: Visit; date: string; free: number; picked: boolean }) {
  const number = Number(date.slice(8))
  if (free === 0) return <>{number}</>
  const times = `${free} free time${free === 1 ? '' : 's'}`
  return (
    <a
      href={`${addressOf(visit, { day: date })}#times`}
      aria-label={`${longDateOf(date)}, ${times}`}
      aria-current={picked ? 'date' : undefined}
    >
      {number}
    </a>
  )
}

function Times({ visit, days, day, bookAtOnce }: ChooseProps & { readonly day: string }) {
  const offers = days.get(day) ?? []
  const labels = offers.map(o => clockTime(o.startMs, visit.tzid, visit.hour12))
  // In the hour that a clock change repeats, two starts read alike: the offset tells them apart.
  const suffix = (o: Offer, i: number) =>
    labels.indexOf(labels[i] ?? '') === labels.lastIndexOf(labels[i] ?? '')
      ? ''
      : zoneOffset(o.startMs, visit.tzid)
  return (
    <section aria-labelledby="times">
      <h2 id="times" tabIndex={-1}>
        {longDateOf(day)}
      </h2>
      <ul className="times">
        {offers.map((o, i) => (
          <li key={o.startMs}>
            <Time
              visit={visit}
              startMs={o.startMs}
              label={labels[i] ?? ''}
              suffix={suffix(o, i)}
              bookAtOnce={bookAtOnce}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Time(props: {
  visit: Visit
  startMs: number
  label: string
  suffix: string
  bookAtOnce: { key: string } | null
}) {
  const { visit, startMs, label, suffix, bookAtOnce } = props
  const text = (
    <span>
      {label}
      {suffix === '' ? null : <small> {suffix}</small>}
    </span>
  )
  if (bookAtOnce === null) return <a href={addressOf(visit, { startMs })}>{text}</a>
  return (
    <form method="post" action={visit.path}>
      <input type="hidden" name="start" value={new Date(startMs).toISOString()} />
      <input type="hidden" name="tzid" value={visit.tzid} />
      <input type="hidden" name="key" value={bookAtOnce.key} />
      <button type="submit">{text}</button>
    </form>
  )
}

const zones = Intl.supportedValuesOf('timeZone')

function ZoneForm({ visit, day }: { readonly visit: Visit; readonly day: string | null }) {
  const known = [...new Set(['UTC', ...zones, visit.tzid])].sort()
  const now = zoneOffset(day === null ? 0 : Date.parse(`${day}T12:00:00Z`), visit.tzid)
  const clock = visit.hour12 ? '12' : '24'
  return (
    <form className="zone" method="get" action={visit.path}>
      <label>
        <span>
          {visit.tzidChosen ? 'Times are in your zone' : 'Times are shown for'} ({now})
        </span>
        <select name="tzid" defaultValue={visit.tzid}>
          {known.map(name => (
            <option key={name} value={name}>
              {zoneLabel(name)}
            </option>
          ))}
        </select>
      </label>
      <input type="hidden" name="clock" value={clock} />
      <button className="button needless" type="submit">
        Change zone
      </button>
      <a
        className="button"
        href={addressOf(visit, { clock: visit.hour12 ? '24' : '12', ...(day === null ? {} : { day }) })}
      >
        {visit.hour12 ? 'Show 24-hour times' : 'Show am and pm'}
      </a>
    </form>
  )
}
