import { Toolbar } from 'react-aria-components/Toolbar'
import { Button } from '../../components/button.tsx'
import { More } from '../../components/more.tsx'
import { dateText, timeOf } from '../../time/format.ts'
import type { Day } from '../../time/zones.ts'

interface MissingTimesProps {
  readonly day: Day
  readonly tzid: string
  readonly starts: readonly number[]
  readonly onAsk: (startMs: number, anchor: HTMLElement) => void
}

/** The half hours of a day that are not on offer, each to be asked about. One tab stop; arrow keys go through them. */
export function MissingTimes({ day, tzid, starts, onAsk }: MissingTimesProps) {
  if (starts.length === 0) return null
  const date = dateText(day)
  return (
    <More label="Why not another time?" level={4} small>
      <Toolbar className="missing-times" aria-label={`Not offered on ${date}`}>
        {starts.map(startMs => (
          <Button
            key={startMs}
            look="quiet"
            size="small"
            aria-label={`${date}, ${timeOf(startMs, tzid)}, not offered: why?`}
            aria-haspopup="dialog"
            onPress={event => onAsk(startMs, event.target as HTMLElement)}
          >
            {timeOf(startMs, tzid)}
          </Button>
        ))}
      </Toolbar>
    </More>
  )
}
