import { type MouseEvent, type PointerEvent, useRef, useState } from 'react'

const SNAP = 15

export interface Drawn {
  readonly from: number
  readonly to: number
}

/** Minutes down the axis between two points of a drag, snapped outwards to the quarter of an hour. */
export function drawnBetween(a: number, b: number): Drawn {
  const from = Math.floor(Math.min(a, b) / SNAP) * SNAP
  const to = Math.max(from + SNAP, Math.ceil(Math.max(a, b) / SNAP) * SNAP)
  return { from: Math.max(0, from), to: Math.min(1440, to) }
}

/** A press that did not travel means an hour from the half hour it fell in. */
export function drawnByPress(at: number): Drawn {
  const from = Math.min(Math.floor(at / 30) * 30, 1380)
  return { from, to: from + 60 }
}

interface Drawing {
  readonly drawn: Drawn | null
  readonly handlers: {
    onPointerDown?: (event: PointerEvent<HTMLElement>) => void
    onPointerMove?: (event: PointerEvent<HTMLElement>) => void
    onPointerUp?: (event: PointerEvent<HTMLElement>) => void
    onPointerCancel?: () => void
  }
}

/** Drawing a stretch of time on a day with mouse or pen; a finger's drag scrolls, its tap takes an hour. */
export function useDrawing(onDrawn: ((drawn: Drawn) => void) | null): Drawing {
  const start = useRef<number | null>(null)
  const [drawn, setDrawn] = useState<Drawn | null>(null)
  if (!onDrawn) return { drawn: null, handlers: {} }
  const stop = () => {
    start.current = null
    setDrawn(null)
  }
  return {
    drawn,
    handlers: {
      onPointerDown: event => {
        if (event.button !== 0 || event.target !== event.currentTarget) return
        start.current = minuteUnder(event)
        if (event.pointerType !== 'touch') event.currentTarget.setPointerCapture(event.pointerId)
      },
      onPointerMove: event => {
        if (start.current === null || event.pointerType === 'touch') return
        const here = minuteUnder(event)
        if (drawn || Math.abs(here - start.current) >= 10) setDrawn(drawnBetween(start.current, here))
      },
      onPointerUp: event => {
        if (start.current === null) return
        onDrawn(drawn ?? drawnByPress(minuteUnder(event)))
        stop()
      },
      onPointerCancel: stop,
    },
  }
}

/** Minutes down the axis of the element that listens. */
export function minuteUnder(event: MouseEvent<HTMLElement>): number {
  const box = event.currentTarget.getBoundingClientRect()
  return Math.min(1440, Math.max(0, ((event.clientY - box.top) / box.height) * 1440))
}
