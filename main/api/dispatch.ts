import { readOrganizerSub } from '../scheduling/organizer.ts'
import { type Answer, notFound } from './answers.ts'
import { type Caller, refuse } from './authenticate.ts'
import type { Ground, Operation } from './operation.ts'

/** What is asked, once it is known who asks. */
export interface Ask {
  readonly method: string
  /** Below `/v1`. */
  readonly path: string
  readonly query: Readonly<Record<string, unknown>>
  readonly body: unknown
  readonly caller: Caller
  readonly address: string
}

export type Dispatch = (ask: Ask) => Promise<Answer>

/** Finds the operation, refuses who may not use it, and answers. HTTP and `/v1/batch` come through here alike. */
export function createDispatch(ground: Ground, operations: readonly Operation[]): Dispatch {
  const routes = operations.map(operation => ({ operation, form: formOf(operation.path) }))
  return async ask => {
    for (const { operation, form } of routes) {
      const match = operation.method === ask.method ? form.exec(ask.path) : null
      if (match === null) continue
      const refused = refuse(operation.auth, ask.caller)
      if (refused !== null) return refused
      const params = decodeAll(match.groups ?? {})
      if (params === null) return notFound
      const { caller, query, body, address } = ask
      const sub = caller.sub ?? readOrganizerSub(ground.world.store)
      return operation.answer({ ground, caller, sub, params, query, body, sent: query, address })
    }
    return notFound
  }
}

function formOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}/?$`)
}

function decodeAll(groups: Readonly<Record<string, string>>): Record<string, string> | null {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text)]))
  } catch {
    return null
  }
}

/** A query string as values: `name[]`, and a name given more than once, are lists. */
export function readQuery(search: URLSearchParams): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const name of new Set(search.keys())) {
    const all = search.getAll(name)
    const isList = name.endsWith('[]') || all.length > 1
    found[name.replace(/\[\]$/, '')] = isList ? all : all[0]
  }
  return found
}
