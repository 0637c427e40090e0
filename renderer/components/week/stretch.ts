import type { CSSProperties } from 'react'

export const percent = (minute: number) => `${(minute / 1440) * 100}%`

/** Where a stretch of a day stands, by minutes down its axis. */
export function stretch(from: number, to: number): CSSProperties {
  return { top: percent(from), height: percent(to - from) }
}
