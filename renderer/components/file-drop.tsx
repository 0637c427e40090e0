import FileDown from 'lucide-react/icons/file-down'
import type { ReactNode } from 'react'
import { DropZone, type DropZoneProps } from 'react-aria-components/DropZone'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import { Button } from './button.tsx'
import './file-drop.css'

export const calendarFiles = ['.ics', '.ical', '.ifb', 'text/calendar']

type DropEvent = Parameters<NonNullable<DropZoneProps['onDrop']>>[0]

interface FileDropProps {
  readonly label: string
  readonly onFiles: (files: readonly File[]) => void
  readonly children: ReactNode
  readonly className?: string
}

/** Makes a whole card take dropped (or pasted) files. */
export function FileDrop({ label, onFiles, children, className = '' }: FileDropProps) {
  const drop = async (event: DropEvent) => onFiles(await filesOf(event))
  return (
    <DropZone
      aria-label={label}
      className={`file-drop ${className}`}
      getDropOperation={() => 'copy'}
      onDrop={event => void drop(event)}
    >
      {children}
      <span className="file-drop-veil" aria-hidden>
        <FileDown size={22} /> Drop to bring it in
      </span>
    </DropZone>
  )
}

interface ChooseFileProps {
  readonly label: string
  readonly name?: string
  readonly onFiles: (files: readonly File[]) => void
  readonly look?: 'primary' | 'secondary' | 'quiet'
  readonly size?: 'small' | 'medium'
  readonly isPending?: boolean
}

export function ChooseFile({
  label,
  name,
  onFiles,
  look = 'secondary',
  size = 'medium',
  isPending = false,
}: ChooseFileProps) {
  return (
    <FileTrigger
      acceptedFileTypes={calendarFiles}
      allowsMultiple
      onSelect={list => list && onFiles([...list])}
    >
      <Button
        look={look}
        size={size}
        isPending={isPending}
        {...(name === undefined ? {} : { 'aria-label': name })}
      >
        <FileDown aria-hidden size={16} />
        {isPending ? 'Reading…' : label}
      </Button>
    </FileTrigger>
  )
}

async function filesOf(event: DropEvent): Promise<File[]> {
  const files = event.items.filter(item => item.kind === 'file')
  return await Promise.all(files.map(item => item.getFile()))
}
