import { z } from 'zod'
import type { Auth } from './authenticate.ts'
import type { Operation } from './operation.ts'

type Json = Record<string, unknown>

/** What a caller may send, as JSON Schema: the schema that checks it, seen from outside. */
export function inputSchema(schema: z.ZodType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: keepExamples,
  })
  return rest
}

/** Where a value is turned into another, zod takes examples and defaults for those of the result; ours are as sent. */
function keepExamples({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: Json }): void {
  const meta = z.globalRegistry.get(zodSchema) ?? {}
  for (const name of ['examples', 'default']) if (name in meta) jsonSchema[name] = meta[name]
}

/** What is answered, as JSON Schema. */
export function outputSchema(schema: z.ZodType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' })
  return rest
}

const security: Record<Auth, Json[]> = {
  client: [{ clientSecret: [] }, { clientInBody: [] }],
  account: [{ accessToken: [] }],
  either: [{ clientSecret: [] }, { accessToken: [] }],
  none: [],
}

const faultSchema = {
  type: 'object',
  required: ['errors'],
  properties: {
    errors: {
      type: 'object',
      description: 'Every fault, under the dotted path of its field.',
      additionalProperties: {
        type: 'array',
        items: {
          type: 'object',
          required: ['key', 'description'],
          properties: { key: { type: 'string' }, description: { type: 'string' } },
        },
      },
    },
  },
  examples: [{ errors: { 'event.summary': [{ key: 'errors.required', description: 'required' }] } }],
}

const refusalSchema = {
  type: 'object',
  required: ['error', 'error_description'],
  properties: { error: { type: 'string' }, error_description: { type: 'string' } },
}

/** The whole API as one OpenAPI 3.1 document, made from the schemas that check what comes in. */
export function openApi(operations: readonly Operation[], address: string): Json {
  const paths: Record<string, Json> = {}
  for (const operation of operations) {
    const methods = paths[operation.path] ?? {}
    paths[operation.path] = { ...methods, [operation.method.toLowerCase()]: showOperation(operation) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Openslot',
      version: 'v1',
      summary: 'Times that are really free, for programs on this machine',
      description:
        'Openslot speaks the dialect of Cronofy’s Availability and Real-Time Scheduling: a program written for it works by ' +
        'changing its base address. Unknown fields are passed over.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: `${address}/v1` }],
    tags: [...new Set(operations.map(o => o.group))].map(name => ({ name })),
    paths,
    components: {
      securitySchemes: {
        clientSecret: {
          type: 'http',
          scheme: 'bearer',
          description: 'The client secret, for what the program does by itself.',
        },
        clientInBody: {
          type: 'http',
          scheme: 'basic',
          description:
            'Client id and secret; also as `client_id` and `client_secret` in the body, as several SDKs send them.',
        },
        accessToken: {
          type: 'http',
          scheme: 'bearer',
          description: 'The access token of the account to act for.',
        },
      },
      responses: {
        Faults: {
          description: 'The input does not fit. Nothing was changed.',
          content: { 'application/json': { schema: faultSchema } },
        },
        Unauthorized: refusal('The credentials are missing, expired or wrong.'),
        Forbidden: refusal('The credentials are good, but for less than this.'),
        NotFound: refusal('There is nothing of this id here.'),
        TooMany: {
          ...refusal('More than 50 requests in a second, or 500 in a minute.'),
          headers: {
            'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 1 } },
          },
        },
      },
    },
  }
}

const refusal = (description: string): Json => ({
  description,
  content: { 'application/json': { schema: refusalSchema } },
})

/** Names the operation for generated clients: what it does and where. */
export const operationId = ({ method, path }: Operation): string =>
  [method.toLowerCase(), ...path.replace(/[{}]/g, '').split('/').filter(Boolean)].join('_')

function showOperation(operation: Operation): Json {
  const { title, description, group, auth, success, body, examples } = operation
  const withBody = examples.filter(e => e.body !== undefined)
  return {
    operationId: operationId(operation),
    tags: [group],
    summary: title,
    description,
    ...(auth === 'none' ? {} : { security: security[auth] }),
    parameters: [...pathParameters(operation), ...queryParameters(operation)],
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: !body.safeParse(undefined).success,
            content: {
              'application/json': { schema: inputSchema(body), examples: named(withBody, e => e.body) },
            },
          },
        }),
    responses: {
      [success.status]: {
        description: success.description,
        ...(success.schema === undefined
          ? {}
          : {
              content: {
                'application/json': {
                  schema: outputSchema(success.schema),
                  examples: named(examples, e => e.answer),
                },
              },
            }),
      },
      401: { $ref: '#/components/responses/Unauthorized' },
      ...(auth === 'client' ? { 403: { $ref: '#/components/responses/Forbidden' } } : {}),
      ...(operation.params === undefined ? {} : { 404: { $ref: '#/components/responses/NotFound' } }),
      ...(body === undefined && operation.query === undefined
        ? {}
        : { 422: { $ref: '#/components/responses/Faults' } }),
      429: { $ref: '#/components/responses/TooMany' },
    },
  }
}

function named(examples: Operation['examples'], value: (e: Operation['examples'][number]) => unknown): Json {
  return Object.fromEntries(
    examples.map(e => [
      e.title.toLowerCase().replace(/[^a-z0-9]+/g, '_'),
      { summary: e.title, value: value(e) },
    ]),
  )
}

function pathParameters({ params, examples }: Operation): Json[] {
  return Object.entries(params ?? {}).map(([name, description]) => ({
    name,
    in: 'path',
    required: true,
    description,
    schema: { type: 'string' },
    example: examples[0]?.params?.[name],
  }))
}

function queryParameters({ query }: Operation): Json[] {
  if (query === undefined) return []
  const { properties = {}, required = [] } = inputSchema(query) as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, schema]) => {
    const isList = name === 'calendar_ids'
    return {
      name: isList ? `${name}[]` : name,
      in: 'query',
      required: required.includes(name),
      description: schema['description'],
      schema: isList ? { type: 'array', items: { type: 'string' } } : schema,
      ...(isList ? { style: 'form', explode: true } : {}),
    }
  })
}
