import Check from 'lucide-react/icons/check'
import Copy from 'lucide-react/icons/copy'
import { useEffect, useState } from 'react'
import { Button, type ButtonLook } from './button.tsx'

interface CopyButtonProps extends ButtonLook {
  readonly text: string
  readonly label: string
  /** What is copied, where the label alone does not say it to a reader: `Copy link to Interview`. */
  readonly name?: string
  readonly onCopied?: () => void
}

/** Copies on the press itself, and says so in its own words for a moment. */
export function CopyButton({ text, label, name, onCopied, ...look }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2400)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    if (!(await toClipboard(text))) return
    setCopied(true)
    onCopied?.()
  }
  const spoken = name === undefined || copied ? {} : { 'aria-label': name }
  return (
    <Button {...look} {...spoken} onPress={() => void copy()}>
      {copied ? <Check aria-hidden size={16} /> : <Copy aria-hidden size={16} />}
      {copied ? 'Copied' : label}
    </Button>
  )
}

/** The clipboard may be refused (no focus, an old browser); a selected field and the copy command still work then. */
async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const field = document.createElement('textarea')
    field.value = text
    document.body.append(field)
    field.select()
    const done = document.execCommand('copy')
    field.remove()
    return done
  }
}
