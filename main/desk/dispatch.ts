import type { Failure, Outcome } from '../../preload/contract/errors.ts'
import { type ProcedureName, procedures } from '../../preload/contract/procedures.ts'
import { Refusal } from '../scheduling/refusal.ts'
import type { Desk, Handlers } from './desk.ts'
import { availabilityHandlers } from './handlers/availability.ts'
import { bookingHandlers } from './handlers/bookings.ts'
import { calendarHandlers } from './handlers/calendars.ts'
import { connectionHandlers } from './handlers/connections.ts'
import { linkHandlers } from './handlers/links.ts'
import { mailHandlers } from './handlers/mail.ts'
import { networkHandlers } from './handlers/network.ts'
import { organizerHandlers } from './handlers/organizer.ts'
import { peopleHandlers } from './handlers/people.ts'
import { programHandlers } from './handlers/program.ts'

/** Every procedure of the contract, or this does not compile. */
export const handlers: Handlers = {
  ...organizerHandlers,
  ...peopleHandlers,
  ...calendarHandlers,
  ...connectionHandlers,
  ...availabilityHandlers,
  ...linkHandlers,
  ...bookingHandlers,
  ...networkHandlers,
  ...mailHandlers,
  ...programHandlers,
}

const isProcedure = (name: string): name is ProcedureName => Object.hasOwn(procedures, name)

/**
 * The one way in, whatever the transport: parses the input strictly, runs the handler, and answers with its value or
 * with a code and a sentence. Never throws; what was not expected is reported and told as `internal`.
 */
export function createDispatch(desk: Desk, report: (fault: unknown) => void) {
  return async function dispatch(name: string, input: unknown): Promise<Outcome<unknown>> {
    if (!isProcedure(name)) return failed({ code: 'not_found', message: 'There is no such procedure.' })
    const parsed = procedures[name].input.safeParse(input)
    if (!parsed.success) return failed(invalidInput(parsed.error.issues))
    try {
      const run = handlers[name] as (desk: Desk, input: unknown) => unknown
      return { ok: true, value: await run(desk, parsed.data) }
    } catch (cause) {
      if (cause instanceof Refusal) return failed(cause.failure)
      report(cause)
      return failed({
        code: 'internal',
        message: 'Something went wrong in Openslot. The details are in its log.',
      })
    }
  }
}

export type Dispatch = ReturnType<typeof createDispatch>

const failed = (error: Failure): Outcome<never> => ({ ok: false, error })

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string }

function invalidInput(issues: readonly Issue[]): Failure {
  const fields: Record<string, string[]> = {}
  for (const { path, message } of issues) {
    const at = path.map(String).join('.')
    fields[at] = [...(fields[at] ?? []), message]
  }
  return { code: 'invalid_input', message: issues[0]?.message ?? 'This input cannot be used.', fields }
}
