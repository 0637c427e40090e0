import type { z } from 'zod'
import type { Cover } from '../calendars/coverage.ts'
import type { World } from '../scheduling/world.ts'
import { type Answer, faultsOf, faulty } from './answers.ts'
import type { Auth, Caller, Credentials } from './authenticate.ts'

/** What the operations stand on. */
export interface Ground {
  readonly world: World
  /** Reads calendar files as far as a query looks, before it is answered. */
  readonly cover: Cover
  readonly credentials: Credentials
}

/** One request, whichever way it came: by itself or as an entry of a batch. */
export interface Call<Q = unknown, B = unknown> {
  readonly ground: Ground
  readonly caller: Caller
  /** The account to act for: the token's, or the organizer's where the program itself asks. */
  readonly sub: string
  /** From the path. */
  readonly params: Readonly<Record<string, string>>
  readonly query: Q
  readonly body: B
  /** The query as it came, for the address of a next page. */
  readonly sent: Readonly<Record<string, unknown>>
  /** Where this was sent, without the query: what leads to a next page is built on it. */
  readonly address: string
}

export interface Example {
  readonly title: string
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** What is answered to it, or as much of it as tells the form. */
  readonly answer: unknown
}

export interface OperationDocs<Q extends z.ZodType, B extends z.ZodType> {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** With `{name}` where something of the caller's stands. */
  readonly path: string
  readonly group: string
  readonly title: string
  /** What it does and guarantees, in plain sentences. */
  readonly description: string
  readonly auth: Auth
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Q
  readonly body?: B
  readonly success: { readonly status: number; readonly description: string; readonly schema?: z.ZodType }
  readonly examples: readonly Example[]
}

/** One endpoint: what the router, the reference page and the OpenAPI document are all made from. */
export interface Operation extends OperationDocs<z.ZodType, z.ZodType> {
  answer(call: Call): Promise<Answer>
}

/** Ties an endpoint's schemas to what it does: `run` sees only input that fits, and every fault is answered at once. */
export function defineOperation<
  Q extends z.ZodType = z.ZodType<undefined>,
  B extends z.ZodType = z.ZodType<undefined>,
>(
  docs: OperationDocs<Q, B> & {
    run(call: Call<z.infer<Q>, z.infer<B>>): Answer | Promise<Answer>
    /** Faults that only the store can tell, found even where the schema has some of its own. */
    findMore?(call: Call): readonly ReturnType<typeof faultsOf>[number][]
  },
): Operation {
  const { run, findMore, ...described } = docs
  return {
    ...described,
    async answer(call) {
      const query = docs.query?.safeParse(call.query)
      const body = docs.body?.safeParse(call.body)
      const faults = [query, body].flatMap(p => (p?.success === false ? faultsOf(p.error) : []))
      const more = findMore?.(call) ?? []
      if (faults.length + more.length > 0) return faulty([...faults, ...more])
      return run({ ...call, query: query?.data as z.infer<Q>, body: body?.data as z.infer<B> })
    },
  }
}
