import { Button } from '../../components/button.tsx'
import { Wordmark } from './wordmark.tsx'

export function Starting() {
  return (
    <main className="gate" aria-busy="true">
      <Wordmark />
      <p className="gate-wait" role="status">
        Opening your desk…
      </p>
    </main>
  )
}

export function Locked() {
  return (
    <main className="gate">
      <Wordmark />
      <h1>This desk is locked</h1>
      <p className="soft">
        Open the address that Openslot printed when it started: it carries the key. It only works on this
        machine.
      </p>
    </main>
  )
}

export function Unreachable() {
  return (
    <main className="gate">
      <Wordmark />
      <h1>Openslot does not answer</h1>
      <p className="soft">It may have been stopped. Start it again, then try once more.</p>
      <Button look="primary" onPress={() => window.location.reload()}>
        Try again
      </Button>
    </main>
  )
}
