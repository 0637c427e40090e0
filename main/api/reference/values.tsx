import type { z } from 'zod'
import { inputSchema } from '../openapi.ts'
import { eventTime } from '../wire/event-time.ts'
import { date, duration, email, httpUrl, period, time, zone } from '../wire/values.ts'
import { type JsonSchema, parametersOf } from './parameters.ts'
import { Prose } from './prose.tsx'

const schemas: readonly z.ZodType[] = [time, date, eventTime, duration, period, zone, email, httpUrl]

/** The values that fields are made of, told once. Their schemas carry these titles. */
const values = schemas.map(schema => inputSchema(schema) as JsonSchema)
const anchors = new Map(values.map(({ title = '' }) => [title, anchorOf(title)]))

function anchorOf(title: string): string {
  return `value-${title.toLowerCase().replaceAll(' ', '-')}`
}

/** A type, with what it is made of a click away. */
export function TypeName({ name }: { readonly name: string }) {
  const parts = name.split(/(\bor\b|\blist of\b)/)
  return (
    <>
      {parts.map(part => {
        const anchor = anchors.get(part.trim())
        if (anchor === undefined) return part
        return (
          <span key={part}>
            {part.startsWith(' ') ? ' ' : ''}
            <a href={`#${anchor}`}>{part.trim()}</a>
            {part.endsWith(' ') ? ' ' : ''}
          </span>
        )
      })}
    </>
  )
}

export function Values() {
  return (
    <section id="values" className="chapter">
      <h2>Values</h2>
      <p>
        An optional field may be left out or be <code>null</code>: that is the same. Fields that are not known
        are passed over, as several SDKs send extras.
      </p>
      <dl className="values">
        {values.map(({ title = '', description = '', examples = [], ...schema }) => (
          <div key={title} id={anchorOf(title)}>
            <dt>{title}</dt>
            <dd>
              <p>
                <Prose text={description} />
              </p>
              {parametersOf(schema).map(p => (
                <p key={p.name}>
                  <code>{p.name}</code> <Prose text={p.description} /> {p.bounds}
                </p>
              ))}
              {examples.map(example => (
                <code key={JSON.stringify(example)} className="value-example">
                  {JSON.stringify(example)}
                </code>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
