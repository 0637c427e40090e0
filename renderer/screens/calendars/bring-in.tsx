import CalendarArrowDown from 'lucide-react/icons/calendar-arrow-down'
import { ChooseFile, FileDrop } from '../../components/file-drop.tsx'
import { BroughtList } from './brought.tsx'
import { useBringIn } from './use-bring-in.ts'
import './bring-in.css'

interface BringInProps {
  readonly sub: string
  /** Whose calendar: `your`, `Bob's`. */
  readonly owner: string
  readonly prominent?: boolean
}

/** A place to drop an exported calendar on, and what came of it. */
export function BringIn({ sub, owner, prominent = false }: BringInProps) {
  const { reading, brought, bring } = useBringIn(sub)
  const onFiles = (files: readonly File[]) => void bring(files)
  return (
    <div className="bring-in-all">
      <FileDrop label={`Drop ${owner} calendar file here`} onFiles={onFiles} className="bring-in">
        <span className="bring-in-icon" aria-hidden>
          <CalendarArrowDown size={26} strokeWidth={1.6} />
        </span>
        <p className="bring-in-title">Drop an .ics file here</p>
        <ChooseFile
          label="Choose a file"
          name={`Choose a file of ${owner} calendar`}
          onFiles={onFiles}
          isPending={reading.length > 0}
          look={prominent && brought.length === 0 ? 'primary' : 'secondary'}
        />
      </FileDrop>
      <BroughtList reading={reading} brought={brought} />
    </div>
  )
}
