import Users from 'lucide-react/icons/users'
import { memo } from 'react'
import { Button } from '../../components/button.tsx'
import { ProblemsAt } from '../../components/problems.tsx'
import { changeDraft } from '../../state/composing.ts'
import { type Draft, withNewGroup } from '../../state/draft.ts'
import { usePeople } from '../../state/people.ts'
import { GroupCard } from './group-card.tsx'
import { sameIn } from './same-in.ts'

export const Who = memo(WhoPart, sameIn('groups'))

function WhoPart({ draft }: { draft: Draft }) {
  const people = usePeople(s => s.value) ?? []
  return (
    <section className="composer-part" aria-label="Who takes part">
      <header className="part-head">
        <h2>Who takes part</h2>
      </header>
      {draft.groups.map((group, index) => (
        <GroupCard key={group.key} group={group} index={index} count={draft.groups.length} people={people} />
      ))}
      <ProblemsAt path="query.participants" />
      {(draft.groups.length > 1 || draft.groups[0]!.members.length > 1) && (
        <Button look="quiet" size="small" onPress={() => changeDraft(withNewGroup)}>
          <Users aria-hidden size={15} /> Add another group
        </Button>
      )}
    </section>
  )
}
