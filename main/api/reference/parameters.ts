/** A JSON Schema as the reference page tells it: one row for each field, with the fields inside it below. */

export type JsonSchema = {
  readonly title?: string
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly examples?: readonly unknown[]
  readonly deprecated?: boolean
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
}

export interface Parameter {
  readonly name: string
  /** In words: `string`, `"h" or "H"`, `list of Period`. */
  readonly type: string
  readonly required: boolean
  readonly deprecated: boolean
  readonly description: string
  /** A phrase, such as `1 to 512`; empty where there is none. */
  readonly bounds: string
  /** As JSON; null where there is none. */
  readonly fallback: string | null
  readonly example: string | null
  readonly children: readonly Parameter[]
}

/** @param title a field of it that has a title is a value told of elsewhere on the page: it is named and not opened */
export function parametersOf(schema: JsonSchema): Parameter[] {
  const required = new Set(schema.required ?? [])
  return Object.entries(schema.properties ?? {}).map(([name, field]) =>
    parameter(name, field, required.has(name)),
  )
}

function parameter(name: string, field: JsonSchema, required: boolean): Parameter {
  const options = optionsOf(field)
  const [only] = options.length === 1 ? options : []
  const [example] = field.examples ?? only?.examples ?? []
  const fallback = field.default ?? only?.default
  return {
    name,
    type: [...new Set(options.map(typeName))].join(' or '),
    required: required && fallback === undefined,
    deprecated: field.deprecated === true,
    description: field.description ?? only?.description ?? '',
    bounds: [...new Set(options.map(boundsOf).filter(b => b !== ''))].join('; '),
    fallback: fallback === undefined ? null : JSON.stringify(fallback),
    example: example === undefined ? null : JSON.stringify(example),
    children: options.flatMap(childrenOf),
  }
}

/** The forms that a value can take. Null is left out: wherever a field is optional, null is the same as leaving it out. */
function optionsOf(schema: JsonSchema): JsonSchema[] {
  if (schema.title !== undefined) return [schema]
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap(optionsOf)
  if (schema.type === 'null') return []
  return [schema]
}

function childrenOf(schema: JsonSchema): Parameter[] {
  if (schema.title !== undefined) return []
  if (schema.items !== undefined) return optionsOf(schema.items).flatMap(childrenOf)
  return parametersOf(schema)
}

export function typeName(schema: JsonSchema): string {
  if (schema.title !== undefined) return schema.title
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return schema.enum.map(v => JSON.stringify(v)).join(' or ')
  if (schema.anyOf !== undefined) return optionsOf(schema).map(typeName).join(' or ')
  if (schema.items !== undefined) return `list of ${typeName(schema.items)}`.replace(/ object$/, ' objects')
  const types = [schema.type ?? 'anything'].flat().filter(t => t !== 'null')
  return types.join(' or ')
}

function boundsOf(schema: JsonSchema): string {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems } = schema
  const inItems = schema.items === undefined || schema.items.title !== undefined ? '' : boundsOf(schema.items)
  const own = [
    range(minimum, maximum, ''),
    range(minLength, maxLength, ' characters'),
    range(minItems, maxItems, ' items'),
  ]
  return [...own, inItems === '' ? '' : `each ${inItems}`].filter(b => b !== '').join(', ')
}

/** What zod says of any whole number is no bound that anybody would meet. */
const isMeant = (bound: number | undefined): bound is number =>
  bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER

function range(least: number | undefined, most: number | undefined, unit: string): string {
  const count = (n: number) => n.toLocaleString('en')
  if (isMeant(least) && isMeant(most)) return `${count(least)} to ${count(most)}${unit}`
  if (isMeant(most)) return `at most ${count(most)}${unit}`
  return isMeant(least) && least > 0 ? `at least ${count(least)}${unit}` : ''
}
