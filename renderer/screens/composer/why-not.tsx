import { type ReactNode, useEffect, useId, useMemo } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Popover } from 'react-aria-components/Popover'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { useMedia } from '../../components/use-media.ts'
import { useCalendars } from '../../state/calendars.ts'
import { useNow } from '../../state/clock.ts'
import { loosen, useComposing } from '../../state/composing.ts'
import type { Loosening } from '../../state/loosening.ts'
import { usePeople } from '../../state/people.ts'
import { type ToldReason, toldReasons } from '../../state/reason-words.ts'
import { toneOf } from '../../state/tones.ts'
import { dayOf, timeOf } from '../../time/format.ts'
import type { Asked } from './use-why-not.ts'

interface WhyNotProps {
  readonly asked: Asked
  readonly tzid: string
  readonly onClose: () => void
}

const wideEnoughForAPopover = '(min-width: 40.01rem)'

/** Why a start is not offered: beside the place that was pressed, on a phone as a sheet. */
export function WhyNot({ asked, tzid, onClose }: WhyNotProps) {
  const beside = useMedia(wideEnoughForAPopover)
  const anchor = useMemo(() => ({ current: asked.anchor }), [asked.anchor])
  const words = useId()
  useEscape(onClose)
  const title = `Why not ${dayOf(asked.startMs, tzid)}, ${timeOf(asked.startMs, tzid)}?`
  const reasons = <Reasons asked={asked} tzid={tzid} onClose={onClose} />
  if (!beside) {
    return (
      <Dialog title={title} isOpen onClose={onClose}>
        {reasons}
      </Dialog>
    )
  }
  return (
    <Popover
      className="popover why-not-popover"
      triggerRef={anchor}
      placement="right top"
      isOpen
      onOpenChange={open => !open && onClose()}
    >
      <AriaDialog className="why-not" aria-describedby={words}>
        <Heading slot="title" level={2}>
          {title}
        </Heading>
        <div id={words}>{reasons}</div>
      </AriaDialog>
    </Popover>
  )
}

/** Wherever the focus is: a popover hears Escape only once the focus has moved into it. */
function useEscape(onClose: () => void): void {
  useEffect(() => {
    const close = (event: KeyboardEvent) => event.key === 'Escape' && onClose()
    document.addEventListener('keydown', close)
    return () => document.removeEventListener('keydown', close)
  }, [onClose])
}

function Reasons({ asked, tzid, onClose }: WhyNotProps) {
  const told = useTold(asked, tzid)
  if (!asked.answer.ok) return <p className="soft">{asked.answer.error.message}</p>
  if (told.length === 0) return <p className="soft">It is offered: nothing stands against it.</p>
  const giveWay = (loosening: Loosening) => {
    onClose()
    loosen(loosening)
  }
  return (
    <ul className="reasons">
      {told.map(reason => (
        <ReasonItem key={reason.text} reason={reason} onGiveWay={giveWay} />
      ))}
    </ul>
  )
}

function useTold({ startMs, answer }: Asked, tzid: string): readonly ToldReason[] {
  const draft = useComposing(s => s.draft)
  const people = usePeople(s => s.value) ?? []
  const calendars = useCalendars(s => s.value) ?? []
  const nowMs = useNow()
  if (!draft || !answer.ok) return []
  return toldReasons(answer.value.reasons, { draft, people, calendars, tzid, startMs, nowMs })
}

interface ReasonItemProps {
  readonly reason: ToldReason
  readonly onGiveWay: (loosening: Loosening) => void
}

function ReasonItem({ reason: { text, sub, loosening }, onGiveWay }: ReasonItemProps) {
  const people = usePeople(s => s.value) ?? []
  const made = useComposing(s => s.created !== null)
  return (
    <li className="reason" data-tone={sub === null ? undefined : toneOf(people, sub) % 8}>
      <p>{unbroken(text)}</p>
      {loosening && !made && (
        <Button look="quiet" size="small" onPress={() => onGiveWay(loosening)}>
          {loosening.label}
        </Button>
      )}
    </li>
  )
}

/** A span of time stays on one line. */
function unbroken(text: string): ReactNode {
  return text.split(/(\S+–\S+)/).map((part, i) =>
    i % 2 === 0 ? (
      part
    ) : (
      <span key={part} className="unbroken">
        {part}
      </span>
    ),
  )
}
