import ChevronRight from 'lucide-react/icons/chevron-right'
import { type ReactNode, useEffect, useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure'
import { Heading } from 'react-aria-components/Heading'
import { useProblemsBelow } from './problems.tsx'
import './more.css'

interface MoreProps {
  readonly label: string
  /** What stands inside in a few words, so that it need not be opened to know. */
  readonly summary?: string
  readonly children: ReactNode
  readonly level?: 2 | 3 | 4
  readonly small?: boolean
  /** Opens by itself where the program finds fault with one of these. */
  readonly paths?: readonly string[]
}

const none: readonly string[] = []

/** What most people never need, one press away. */
export function More({ label, summary, children, level = 3, small = false, paths = none }: MoreProps) {
  const wrong = useProblemsBelow(paths)
  const [open, setOpen] = useState(false)
  useEffect(() => {
    if (wrong) setOpen(true)
  }, [wrong])
  return (
    <Disclosure className={small ? 'more more-small' : 'more'} isExpanded={open} onExpandedChange={setOpen}>
      <Heading level={level} className="more-head">
        <Button slot="trigger" className="more-button">
          <ChevronRight aria-hidden size={16} className="more-mark" />
          <span className="more-label">{label}</span>
          {summary !== undefined && <span className="more-summary">{summary}</span>}
        </Button>
      </Heading>
      <DisclosurePanel className="more-panel">{open && children}</DisclosurePanel>
    </Disclosure>
  )
}
