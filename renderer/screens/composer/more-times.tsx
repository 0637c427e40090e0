import { useEffect, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { More } from '../../components/more.tsx'
import { loosen, useComposing } from '../../state/composing.ts'
import { type MoreTimes, moreTimesOf } from '../../state/giving-way.ts'
import { usePeople } from '../../state/people.ts'

/** What giving way would bring, each thing by itself; null until it is known. Asked again with every new preview. */
export function useMoreTimes(): readonly MoreTimes[] | null {
  const people = usePeople(s => s.value)
  const preview = useComposing(s => s.preview)
  const [found, setFound] = useState<readonly MoreTimes[] | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new preview is what says that the question or the facts have changed.
  useEffect(() => {
    let current = true
    const { draft } = useComposing.getState()
    if (!draft || !people) return
    void moreTimesOf(draft, people).then(more => {
      if (current) setFound(more)
    })
    return () => {
      current = false
    }
  }, [preview, people])
  return found
}

export function MoreTimesList({ found }: { found: readonly MoreTimes[] }) {
  return (
    <ul className="more-times" aria-label="What would give more times">
      {found.map(({ loosening, more, atLeast }) => (
        <li key={loosening.id}>
          <Button look="secondary" size="small" onPress={() => loosen(loosening)}>
            <span>
              <strong className="more-times-count">
                +{more.toLocaleString()}
                {atLeast && ' or more'}
              </strong>{' '}
              {loosening.under}
            </span>
          </Button>
        </li>
      ))}
    </ul>
  )
}

/** Folded under the count while there are times: nobody needs it until they want more. */
export function WhatWouldGiveMore() {
  return (
    <More label="What would give more?" level={3} small>
      <Found />
    </More>
  )
}

function Found() {
  const found = useMoreTimes()
  if (found === null) return <p className="small soft">Trying what would help…</p>
  if (found.length === 0) return <p className="small soft">No single change brings more times.</p>
  return <MoreTimesList found={found} />
}
