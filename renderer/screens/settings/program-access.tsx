import Eye from 'lucide-react/icons/eye'
import EyeOff from 'lucide-react/icons/eye-off'
import { useEffect, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { More } from '../../components/more.tsx'
import { Section, Waiting } from '../../components/page.tsx'
import { useProgram } from '../../state/program.ts'

/** What a program of one's own needs to make links. Secrets stay covered until somebody asks. */
export function ProgramAccess() {
  const access = useProgram(s => s.value)
  const [shown, setShown] = useState(false)
  useEffect(() => void useProgram.load(), [])
  if (!access) return <Waiting what="program access" />
  return (
    <Section
      title="Access for programs"
      aside={
        <Button size="small" onPress={() => setShown(!shown)}>
          {shown ? <EyeOff aria-hidden size={15} /> : <Eye aria-hidden size={15} />}
          {shown ? 'Hide secrets' : 'Show secrets'}
        </Button>
      }
    >
      <div className="card card-padded access">
        <Value label="API address" value={access.apiUrl} shown />
        <Value label="Client id" value={access.clientId} shown />
        <Value label="Client secret" value={access.clientSecret} shown={shown} />
        <Value label="Account (sub)" value={access.sub} shown />
        <Value label="Access token" value={access.accessToken} shown={shown} />
        <More label="Try it with curl" level={3}>
          <pre className="curl">
            <code>{curlOf(access.apiUrl, shown ? access.accessToken : '$ACCESS_TOKEN')}</code>
          </pre>
          <CopyButton text={curlOf(access.apiUrl, access.accessToken)} label="Copy command" size="small" />
        </More>
      </div>
    </Section>
  )
}

function curlOf(apiUrl: string, token: string): string {
  return `curl ${apiUrl}/calendars \\\n  -H "Authorization: Bearer ${token}"`
}

function Covered() {
  return (
    <>
      <span aria-hidden>{'•'.repeat(24)}</span>
      <span className="unseen">hidden</span>
    </>
  )
}

function Value({ label, value, shown }: { label: string; value: string; shown: boolean }) {
  return (
    <div className="access-value">
      <span className="access-label">{label}</span>
      <code className="access-code">{shown ? value : <Covered />}</code>
      <CopyButton text={value} label="Copy" name={`Copy ${label.toLowerCase()}`} size="small" />
    </div>
  )
}
