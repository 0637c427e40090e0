import { useEffect } from 'react'
import { create } from 'zustand'

/** The only place at the desk that reads the clock: screens take the time from here, and move with it. */
export const useClock = create<{ readonly nowMs: number }>()(() => ({ nowMs: Date.now() }))

export function nowMs(): number {
  return Date.now()
}

export function useNow(): number {
  return useClock(s => s.nowMs)
}

/** Keeps the clock going while the desk is on screen. */
export function useTicking(everyMs: number): void {
  useEffect(() => {
    const tick = () => useClock.setState({ nowMs: Date.now() })
    const timer = setInterval(tick, everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
}
