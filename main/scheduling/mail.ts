import type { Mail, MailServer, MailToSet } from '../../preload/contract/mail.ts'
import { invalid } from './refusal.ts'
import type { World } from './world.ts'

const setting = 'mail'

type Facts = Omit<MailToSet, 'password'>

interface Kept {
  readonly facts: Facts
  /** Null where the server wants no password. */
  readonly sealedPassword: string | null
}

const readKept = ({ store }: Pick<World, 'store'>) => store.settings.get<Kept>(setting)

export function readMail(world: World): Mail {
  const kept = readKept(world)
  return { server: kept === null ? null : showServer(world, kept) }
}

function showServer({ sealer }: World, { facts, sealedPassword }: Kept): MailServer {
  return { ...facts, passwordKept: sealedPassword !== null && sealer.open(sealedPassword) !== null }
}

/**
 * A password is kept for the host that it was given for: sent to another one it would be told to strangers. What waits
 * to be sent is tried anew at once.
 *
 * @throws Refusal `invalid_input`
 */
export function setMail(world: World, { password, ...facts }: MailToSet): Mail {
  const kept = readKept(world)
  if (password === null && kept !== null && kept.sealedPassword !== null && kept.facts.host !== facts.host)
    throw invalid(
      'password',
      `Please enter the password again: the one that is kept is for ${kept.facts.host}.`,
    )
  const sealedPassword =
    password === null ? (kept?.sealedPassword ?? null) : password === '' ? null : world.sealer.seal(password)
  world.store.transact(() => {
    world.store.settings.set(setting, { facts, sealedPassword } satisfies Kept)
    world.store.outbox.hurry('mail', world.clock.now())
  })
  world.announce('changed', { noun: 'mail' })
  return readMail(world)
}

/** Invitations are mailed no more; what waits to be sent waits on. */
export function clearMail(world: World): Mail {
  world.store.settings.set(setting, null)
  world.announce('changed', { noun: 'mail' })
  return readMail(world)
}

/** For whoever sends: the server and its password; null password: it cannot be unsealed here. */
export interface MailAccess {
  readonly server: Facts
  readonly password: string | null
}

export function openMail(world: Pick<World, 'store' | 'sealer'>): MailAccess | null {
  const kept = readKept(world)
  if (kept === null) return null
  const { facts, sealedPassword } = kept
  return { server: facts, password: sealedPassword === null ? '' : world.sealer.open(sealedPassword) }
}
