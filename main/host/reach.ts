import type { Reach, ReachChoice } from '../../preload/contract/reach.ts'
import { conflict, invalid } from '../scheduling/refusal.ts'
import type { Randomness } from '../scheduling/world.ts'
import type { Store } from '../store/store.ts'
import type { TunnelClock, TunnelDriver } from '../tunnel/driver.ts'
import { createFixedAddress, publicOrigin } from '../tunnel/fixed-address.ts'
import type { Probe } from '../tunnel/probe.ts'
import type { TunnelState } from '../tunnel/state.ts'
import { createSupervisor, type Supervisor } from '../tunnel/supervisor.ts'

export interface ReachOptions {
  readonly store: Pick<Store, 'settings'>
  readonly randomness: Randomness
  readonly clock: TunnelClock
  readonly random: () => number
  readonly probe: Probe
  readonly localtunnel: TunnelDriver
  readonly sitePort: number
  /** From the command line; the desk cannot change it then. */
  readonly fixedChoice: ReachChoice | null
  readonly onChange: (reach: Reach) => void
}

/** How the booking site is reached: the choice, the tunnel that follows from it, and the truth about it. */
export function createReach(options: ReachOptions) {
  const { store, fixedChoice, onChange } = options
  const siteUrl = `http://127.0.0.1:${options.sitePort}`
  let choice: ReachChoice = fixedChoice ?? store.settings.get<ReachChoice>('reach') ?? { tunnel: 'off' }
  let supervisor: Supervisor | null = null
  let state: TunnelState = { kind: 'off' }

  function begin(): void {
    state = { kind: 'off' }
    supervisor = superviseChoice(options, choice, next => {
      state = next
      onChange(read())
    })
    supervisor?.start()
  }

  const read = (): Reach => ({
    choice,
    fixedByOption: fixedChoice !== null,
    siteUrl,
    ...describe(choice, state),
  })

  return {
    begin,
    read,
    /**
     * What links are made of. A tunnel that is lost for a while comes back under its name, so links go on to carry
     * it; only where there never was a public address they carry this machine's.
     */
    linkBase(): string {
      if (choice.tunnel === 'fixed') return publicOrigin(choice.publicUrl) ?? siteUrl
      if (state.kind === 'off') return siteUrl
      return (state.kind === 'up' || state.kind === 'gated' ? state.url : state.lastUrl) ?? siteUrl
    },
    async set(next: ReachChoice): Promise<Reach> {
      if (fixedChoice !== null)
        throw conflict('The command line decides this. Start Openslot without it to choose here.')
      refuseUnusable(next)
      await supervisor?.stop()
      choice = next
      store.settings.set('reach', choice)
      begin()
      onChange(read())
      return read()
    },
    /** The machine woke up or the network came back. */
    nudge: () => supervisor?.nudge(),
    /** Resolves once the tunnel is up or known to be down, at the latest after `mostMs`. */
    async settled(mostMs: number): Promise<void> {
      const endMs = options.clock.monotonic() + mostMs
      const pending = () => state.kind === 'opening' || (state.kind === 'off' && supervisor !== null)
      while (pending() && options.clock.monotonic() < endMs)
        await new Promise<void>(resolve => void options.clock.setTimeout(resolve, 20))
    },
    stop: async () => supervisor?.stop(),
  }
}

/** @throws Refusal for an address that is more than an origin: links could not be led below it */
function refuseUnusable(choice: ReachChoice): void {
  const message = 'An address without a path, please, such as https://meet.example.org.'
  if (choice.tunnel === 'fixed' && publicOrigin(choice.publicUrl) === null)
    throw invalid('publicUrl', message)
  if (choice.tunnel === 'localtunnel' && publicOrigin(choice.host) === null) throw invalid('host', message)
}

function superviseChoice(
  options: ReachOptions,
  choice: ReachChoice,
  onChange: (state: TunnelState) => void,
): Supervisor | null {
  if (choice.tunnel === 'off') return null
  const { clock, probe, random } = options
  const fixed = choice.tunnel === 'fixed'
  const driver = fixed ? createFixedAddress(choice.publicUrl) : options.localtunnel
  const target = {
    port: options.sitePort,
    subdomain: fixed ? null : choice.subdomain || keptSubdomain(options),
    host: fixed ? null : choice.host,
  }
  return createSupervisor({ driver, target, clock, probe, random, onChange })
}

/** Links carry the name, so the one made at first is asked for ever after. */
function keptSubdomain({ store, randomness }: ReachOptions): string {
  const kept = store.settings.get<string>('reach.subdomain')
  if (kept !== null) return kept
  const made = randomness.id('openslot').replace('_', '-').slice(0, 21)
  store.settings.set('reach.subdomain', made)
  return made
}

type Description = Pick<Reach, 'publicUrl' | 'audience' | 'status' | 'message' | 'sinceMs'>

function describe(choice: ReachChoice, state: TunnelState): Description {
  const here = { publicUrl: null, audience: 'this_machine', sinceMs: null } as const
  const links = choice.tunnel === 'fixed' ? ` Links carry ${choice.publicUrl} all the same.` : ''
  switch (state.kind) {
    case 'off':
      return { ...here, status: 'off', message: 'Links can be opened on this machine only.' }
    case 'opening':
      return { ...here, status: 'opening', message: `The public address is being opened.${links}` }
    case 'down':
      return { ...here, status: 'down', message: `${state.reason}${links}` }
    default:
      return {
        publicUrl: state.url,
        // Behind a page that asks strangers for a password a link is not reachable by anyone.
        audience: state.kind === 'gated' ? 'after_a_page' : 'anyone',
        status: 'up',
        sinceMs: state.sinceMs,
        message: upMessage(state),
      }
  }
}

function upMessage(state: Extract<TunnelState, { kind: 'up' | 'gated' }>): string {
  const moved = state.moved
    ? ' It is not the name wanted: links sent before lead nowhere until that is free again.'
    : ''
  return state.kind === 'gated' ? `${state.reason}${moved}` : `Anyone with a link can open it.${moved}`
}
