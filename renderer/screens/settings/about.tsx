import { CopyButton } from '../../components/copy-button.tsx'
import { Section } from '../../components/page.tsx'
import { useProgram } from '../../state/program.ts'

export function About() {
  const access = useProgram(s => s.value)
  if (!access) return null
  return (
    <Section title="About">
      <div className="card card-padded access">
        <div className="access-value">
          <span className="access-label">Data folder</span>
          <code className="access-code">{access.dataDir}</code>
          <CopyButton text={access.dataDir} label="Copy" name="Copy data folder" size="small" />
        </div>
        <div className="access-value">
          <span className="access-label">Version</span>
          <code className="access-code">{access.version}</code>
        </div>
        <p className="small soft">
          Everything Openslot knows is in that folder, and nowhere else. Copy it while Openslot is stopped to
          keep a backup.
        </p>
      </div>
    </Section>
  )
}
