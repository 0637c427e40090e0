import ShieldQuestionMark from 'lucide-react/icons/shield-question-mark'
import { Checkbox } from '../../../components/choices.tsx'
import { Notice } from '../../../components/page.tsx'
import { ProblemsAt, useProblemsBelow } from '../../../components/problems.tsx'

interface AllowHostProps {
  readonly value: boolean
  readonly onChange: (allowed: boolean) => void
}

const paths = ['allowHost']

/** Asks whether a private or unusual host is the organizer's own, once the program has found that it is one. */
export function AllowHost({ value, onChange }: AllowHostProps) {
  const asked = useProblemsBelow(paths)
  if (!asked && !value) return null
  return (
    <Notice tone="warn" icon={<ShieldQuestionMark size={18} />} title="Is this host yours?">
      <ProblemsAt path="allowHost" />
      <Checkbox isSelected={value} onChange={onChange}>
        This host is mine: allow it
      </Checkbox>
    </Notice>
  )
}
