import { lengthOf } from '../format.ts'

export interface Meeting {
  readonly organizerName: string
  readonly summary: string
  readonly description: string
  readonly location: string
  readonly durationMinutes: number
}

/** What the meeting is about: the head of every page of a link. */
export function What({ meeting }: { readonly meeting: Meeting }) {
  const { organizerName, summary, description, location, durationMinutes } = meeting
  return (
    <header className="what">
      {organizerName === '' ? null : <p className="who">{organizerName} invites you to</p>}
      <h1>{summary}</h1>
      <ul className="facts">
        <li>{lengthOf(durationMinutes)}</li>
        {location === '' ? null : (
          <li>
            <Place text={location} />
          </li>
        )}
      </ul>
      {description === '' ? null : <p className="about">{description}</p>}
    </header>
  )
}

/** A place, as a link where it is an address of the web; any other scheme stays text. */
export function Place({ text }: { readonly text: string }) {
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? (
    <a href={text} rel="noreferrer">
      {text}
    </a>
  ) : (
    text
  )
}
