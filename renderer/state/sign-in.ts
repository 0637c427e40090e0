import type { SignInState } from '../../preload/contract/connections.ts'
import { readSignIn, useConnections } from './connections.ts'

const EVERY_MS = 1000

/**
 * Watches a sign-in that goes on in the browser until it ends: asks each second, and at once where the connections are
 * seen to change. A reading that fails counts as waiting still; the next may succeed. The function returned ends it.
 */
export function followSignIn(signInId: string, ended: (state: SignInState) => void): () => void {
  let over = false
  const stop = () => {
    over = true
    clearInterval(timer)
    unsubscribe()
  }
  const ask = async () => {
    const outcome = await readSignIn(signInId)
    if (over || !outcome.ok || outcome.value.state === 'waiting') return
    stop()
    ended(outcome.value)
  }
  const timer = setInterval(() => void ask(), EVERY_MS)
  const unsubscribe = useConnections.subscribe(() => void ask())
  return stop
}
