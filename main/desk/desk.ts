import type { InputOf, OutputOf, ProcedureName } from '../../preload/contract/procedures.ts'
import type { ProgramAccess } from '../../preload/contract/program.ts'
import type { Reach, ReachChoice } from '../../preload/contract/reach.ts'
import type { Cover } from '../calendars/coverage.ts'
import type { Reader } from '../calendars/object-reading.ts'
import type { Remote } from '../scheduling/remote.ts'
import type { SignIns } from '../scheduling/sign-ins.ts'
import type { World } from '../scheduling/world.ts'

/** What the organizer's procedures work on. */
export interface Desk {
  readonly world: World
  readonly reader: Reader
  /** Reads files as far as a query looks; see `createCoverage`. */
  readonly cover: Cover
  /** Calendars on servers. */
  readonly remote: Remote
  readonly signIns: SignIns
  /** Milliseconds that only go forward, for timing an answer. */
  readonly monotonic: () => number
  /** Tries what is due in the outbox now. */
  readonly wakeOutbox: () => void
  readonly reach: {
    read(): Reach
    /** @throws Refusal when the command line fixed the choice */
    set(choice: ReachChoice): Promise<Reach>
  }
  readonly program: () => ProgramAccess
}

export type Handler<N extends ProcedureName> = (
  desk: Desk,
  input: InputOf<N>,
) => OutputOf<N> | Promise<OutputOf<N>>

export type Handlers<N extends ProcedureName = ProcedureName> = { readonly [P in N]: Handler<P> }

/** The procedures of one noun. */
export type HandlersOf<Noun extends string> = Handlers<Extract<ProcedureName, `${Noun}.${string}`>>
