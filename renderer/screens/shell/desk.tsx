import { useTicking } from '../../state/clock.ts'
import { useDesk } from '../../state/desk.ts'
import { useFirstRun } from '../../state/first-run.ts'
import { useOrganizer } from '../../state/organizer.ts'
import { FirstRun } from '../first-run/first-run.tsx'
import { ConnectionBanner } from './connection-banner.tsx'
import { Locked, Starting, Unreachable } from './gate.tsx'
import { LiveRegion } from './live-region.tsx'
import { Navigation } from './navigation.tsx'
import { ScreenOf } from './screen-of.tsx'
import { Toaster } from './toaster.tsx'
import './desk.css'

/** The whole desk: a gate, the first run, or the navigation with one screen beside it. */
export function Desk() {
  useTicking(15_000)
  return (
    <>
      <Inside />
      <Toaster />
      <LiveRegion />
    </>
  )
}

function Inside() {
  const phase = useDesk(s => s.phase)
  const organizer = useOrganizer(s => s.value)
  const offering = useFirstRun(s => s.offering)
  if (phase === 'locked') return <Locked />
  if (phase === 'unreachable') return <Unreachable />
  if (phase === 'starting' || !organizer) return <Starting />
  if (!organizer.setUp || offering) return <FirstRun organizer={organizer} />
  return (
    <div className="desk">
      <Navigation />
      <main className="desk-main" id="main" tabIndex={-1}>
        <ConnectionBanner />
        <ScreenOf />
      </main>
    </div>
  )
}
