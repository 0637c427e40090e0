import type { z } from 'zod'
import type { Auth } from '../authenticate.ts'
import { inputSchema, operationId, outputSchema } from '../openapi.ts'
import type { Operation } from '../operation.ts'
import { Examples } from './examples.tsx'
import { ParameterList } from './parameter-list.tsx'
import { type JsonSchema, type Parameter, parametersOf } from './parameters.ts'
import { Prose } from './prose.tsx'

const authText: Record<Auth, string> = {
  client: 'The client secret.',
  account: 'The access token of an account.',
  either: 'The client secret, or the access token of an account.',
  none: 'None.',
}

/** One endpoint: what it does, what it takes, and examples beside. */
export function Endpoint({ operation }: { readonly operation: Operation }) {
  const { method, path, title, description, auth, success } = operation
  const id = operationId(operation)
  return (
    <article id={id} className="endpoint">
      <div className="told">
        <h3>
          <a href={`#${id}`}>{title}</a>
        </h3>
        <p className="address">
          <span className={`method ${method.toLowerCase()}`}>{method}</span>
          <code>{path}</code>
        </p>
        <p>
          <Prose text={description} />
        </p>
        <p className="auth">
          <strong>Credentials.</strong> {authText[auth]}
        </p>
        <Sent title="In the path" parameters={inPath(operation)} />
        <Sent title="In the query" parameters={inQuery(operation.query)} />
        <Sent title="In the body" parameters={inBody(operation.body)} />
        <h4>Answer</h4>
        <p>
          <span className="status">{success.status}</span> <Prose text={success.description} />
        </p>
        <Answered schema={success.schema} />
      </div>
      <Examples operation={operation} />
    </article>
  )
}

function Sent({ title, parameters }: { readonly title: string; readonly parameters: readonly Parameter[] }) {
  if (parameters.length === 0) return null
  return (
    <>
      <h4>{title}</h4>
      <ParameterList parameters={parameters} />
    </>
  )
}

function Answered({ schema }: { readonly schema: z.ZodType | undefined }) {
  if (schema === undefined) return null
  return (
    <details>
      <summary>Fields of the answer</summary>
      <ParameterList parameters={parametersOf(outputSchema(schema) as JsonSchema).map(asAnswered)} />
    </details>
  )
}

/** What is always there needs no mark in an answer: the marks are about what must be sent. */
const asAnswered = (p: Parameter): Parameter => ({
  ...p,
  required: false,
  children: p.children.map(asAnswered),
})

function inPath({ params, examples }: Operation): Parameter[] {
  return Object.entries(params ?? {}).map(([name, description]) => ({
    name,
    type: 'string',
    required: true,
    deprecated: false,
    description,
    bounds: '',
    fallback: null,
    example: JSON.stringify(examples[0]?.params?.[name] ?? null),
    children: [],
  }))
}

const inQuery = (schema: z.ZodType | undefined): Parameter[] => (schema === undefined ? [] : inBody(schema))

const inBody = (schema: z.ZodType | undefined): Parameter[] =>
  schema === undefined ? [] : [...parametersOf(withoutNull(inputSchema(schema) as JsonSchema))]

/** A body that may be left out as a whole is told by its fields all the same. */
const withoutNull = (schema: JsonSchema): JsonSchema =>
  schema.anyOf?.find(option => option.properties !== undefined) ?? schema
