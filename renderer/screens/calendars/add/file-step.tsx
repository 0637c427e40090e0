import type { Person } from '../../../../preload/contract/people.ts'
import { Button } from '../../../components/button.tsx'
import { BringIn } from '../bring-in.tsx'

export function FileStep({ person, onClose }: { person: Person; onClose: () => void }) {
  return (
    <>
      <p className="soft small">
        A file is read as it is: what changes later is not in it until you bring in a newer one.
      </p>
      <BringIn sub={person.sub} owner={person.isOrganizer ? 'your' : `${person.name}'s`} prominent />
      <div className="form-actions">
        <Button onPress={onClose}>Done</Button>
      </div>
    </>
  )
}
