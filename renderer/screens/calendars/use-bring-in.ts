import { useState } from 'react'
import type { Calendar } from '../../../preload/contract/calendars.ts'
import type { Outcome } from '../../../preload/contract/errors.ts'
import { importCalendar, useCalendars } from '../../state/calendars.ts'

export interface Brought {
  readonly fileName: string
  readonly outcome: Outcome<Calendar>
  readonly replaced: boolean
}

/** Brings files in one after another; one of the same name as before replaces what that one held. */
export function useBringIn(sub: string) {
  const [reading, setReading] = useState<readonly string[]>([])
  const [brought, setBrought] = useState<readonly Brought[]>([])
  const bring = async (files: readonly File[], into?: string) => {
    setReading(files.map(f => f.name))
    setBrought([])
    for (const file of files) {
      const calendarId = into ?? earlierOf(sub, file.name)
      const outcome = await importCalendar(sub, file, calendarId)
      setBrought(all => [...all, { fileName: file.name, outcome, replaced: calendarId !== undefined }])
    }
    setReading([])
  }
  return { reading, brought, bring, forget: () => setBrought([]) }
}

function earlierOf(sub: string, fileName: string): string | undefined {
  const calendars = useCalendars.getState().value ?? []
  return calendars.find(c => c.sub === sub && c.kind === 'ics_file' && c.fileName === fileName)?.calendarId
}
