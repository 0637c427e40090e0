import type { Failure } from '../../preload/contract/errors.ts'

/**
 * A request that cannot be granted, in the contract's terms. Thrown by use cases whose callers (desk, API) all turn
 * it into their wire's answer; what is an ordinary outcome of its use case (a time just taken) is a value instead.
 */
export class Refusal extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.message)
    this.name = 'Refusal'
    this.failure = failure
  }
}

export const notFound = (what: string) =>
  new Refusal({ code: 'not_found', message: `There is no such ${what}.` })

export const conflict = (message: string) => new Refusal({ code: 'conflict', message })

export const invalid = (path: string, message: string) =>
  new Refusal({ code: 'invalid_input', message, fields: { [path]: [message] } })
