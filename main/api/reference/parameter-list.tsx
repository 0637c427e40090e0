import type { Parameter } from './parameters.ts'
import { Prose } from './prose.tsx'
import { TypeName } from './values.tsx'

/** The fields of a body or a query, each with those inside it folded away below. */
export function ParameterList({ parameters }: { readonly parameters: readonly Parameter[] }) {
  return (
    <ul className="parameters">
      {parameters.map(p => (
        <li key={p.name}>
          <Row parameter={p} />
        </li>
      ))}
    </ul>
  )
}

function Row({ parameter }: { readonly parameter: Parameter }) {
  const { name, type, required, deprecated, description, children } = parameter
  const own = description.startsWith(ownPrefix)
  return (
    <>
      <div className="field">
        <code className="field-name">{name}</code>
        <span className="field-type">
          <TypeName name={type} />
        </span>
        {required ? <span className="tag required">required</span> : null}
        {deprecated ? <span className="tag">older name</span> : null}
        {own ? <span className="tag own">Openslot’s own</span> : null}
      </div>
      <p>
        <Prose text={own ? capitalized(description.slice(ownPrefix.length)) : description} />
      </p>
      <Facts parameter={parameter} />
      {children.length === 0 ? null : (
        <details>
          <summary>
            {children.length} field{children.length === 1 ? '' : 's'} inside <code>{name}</code>
          </summary>
          <ParameterList parameters={children} />
        </details>
      )}
    </>
  )
}

const ownPrefix = 'Openslot’s own: '
const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

function Facts({ parameter: { bounds, fallback, example } }: { readonly parameter: Parameter }) {
  const facts: [string, string | null, boolean][] = [
    ['Bounds', bounds === '' ? null : bounds, false],
    ['Default', fallback, true],
    ['Example', example, true],
  ]
  const known = facts.filter(([, text]) => text !== null)
  if (known.length === 0) return null
  return (
    <dl className="facts">
      {known.map(([term, text, isCode]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{isCode ? <code>{text}</code> : text}</dd>
        </div>
      ))}
    </dl>
  )
}
