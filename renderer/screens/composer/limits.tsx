import TriangleAlert from 'lucide-react/icons/triangle-alert'
import { memo } from 'react'
import { Checkbox } from '../../components/choices.tsx'
import { LimitField } from '../../components/limit-field.tsx'
import { More } from '../../components/more.tsx'
import { Notice } from '../../components/page.tsx'
import { ProblemsAt } from '../../components/problems.tsx'
import { Select } from '../../components/select.tsx'
import { changeDraft } from '../../state/composing.ts'
import type { Draft } from '../../state/draft.ts'
import { counted, durationText } from '../../time/format.ts'
import { sameIn } from './same-in.ts'

export const Limits = memo(
  LimitsPart,
  sameIn('horizonDays', 'perDay', 'perWeek', 'maximumAgeMinutes', 'overBusy'),
)

const paths = ['query.bookingHorizonMinutes', 'query.caps', 'query.maximumAgeMinutes']

function LimitsPart({ draft }: { draft: Draft }) {
  return (
    <More label="Limits and busy time" summary={summaryOf(draft)} level={2} paths={paths}>
      <div className="form">
        <LimitField
          label="Limit the bookings of a day"
          hint="For each who takes part; events of their own do not count."
          name="Bookings a day"
          path="query.caps.0.limit"
          unit="a day"
          most={100}
          usual={4}
          value={draft.perDay}
          onChange={perDay => changeDraft(d => ({ ...d, perDay }))}
        />
        <LimitField
          label="Limit the bookings of a week"
          hint="Monday to Sunday, for each who takes part."
          name="Bookings a week"
          path={`query.caps.${draft.perDay === null ? 0 : 1}.limit`}
          unit="a week"
          most={100}
          usual={12}
          value={draft.perWeek}
          onChange={perWeek => changeDraft(d => ({ ...d, perWeek }))}
        />
        <LimitField
          label="Limit how far ahead"
          hint="Counted from the day the link is opened, within its period."
          name="Days ahead"
          path="query.bookingHorizonMinutes"
          unit="days"
          most={730}
          usual={14}
          value={draft.horizonDays}
          onChange={horizonDays => changeDraft(d => ({ ...d, horizonDays }))}
        />
        <Freshness draft={draft} />
        <OverBusy draft={draft} />
        <ProblemsAt path="query.caps" deep />
      </div>
    </More>
  )
}

function summaryOf({ perDay, perWeek, horizonDays, maximumAgeMinutes, overBusy }: Draft): string {
  const told = [
    perDay !== null && `${perDay} a day`,
    perWeek !== null && `${perWeek} a week`,
    horizonDays !== null && `${counted(horizonDays, 'day')} ahead`,
    maximumAgeMinutes !== null && `read in the last ${durationText(maximumAgeMinutes)}`,
    overBusy && 'over busy time',
  ]
  return told.filter(Boolean).join(' · ') || 'none'
}

/** The program's own, told for what it is; see `maximumAgeMinutes` of the contract. */
const usualAge = 10
const ages = [2, 5, usualAge, 30, 60, 240] as const

function Freshness({ draft }: { draft: Draft }) {
  const value = draft.maximumAgeMinutes ?? usualAge
  return (
    <Select
      label="How fresh calendars must be"
      name="query.maximumAgeMinutes"
      choices={ages.map(m => ({
        id: String(m),
        label: `Read in the last ${durationText(m)}`,
        ...(m === usualAge ? { detail: 'usual' } : {}),
      }))}
      value={String(value)}
      onChange={id => {
        const minutes = Number(id)
        changeDraft(d => ({ ...d, maximumAgeMinutes: minutes === usualAge ? null : minutes }))
      }}
      hint="A calendar on a server is read again when the link is opened; one that cannot be read in time counts as busy."
    />
  )
}

function OverBusy({ draft }: { draft: Draft }) {
  return (
    <>
      <Checkbox isSelected={draft.overBusy} onChange={overBusy => changeDraft(d => ({ ...d, overBusy }))}>
        <span className="limit-label">Offer busy time, too</span>
        <span className="field-hint">For what is so important that other things give way.</span>
      </Checkbox>
      {draft.overBusy && (
        <Notice
          tone="warn"
          icon={<TriangleAlert size={18} />}
          title="Events in calendars do not keep their time for this link"
        >
          Everybody who takes part can be booked over their own events. Only what was booked through Openslot,
          and time that could not be read, is still left out.
        </Notice>
      )}
    </>
  )
}
