import { Page } from '../../components/page.tsx'
import { useOrganizer } from '../../state/organizer.ts'
import { About } from './about.tsx'
import { AllowedHosts } from './allowed-hosts.tsx'
import { Conferencing } from './conferencing.tsx'
import { MailSettings } from './mail-settings.tsx'
import { OrganizerForm } from './organizer-form.tsx'
import { ProgramAccess } from './program-access.tsx'
import { ReachSettings } from './reach-settings.tsx'
import './settings.css'

export function SettingsScreen() {
  const organizer = useOrganizer(s => s.value)
  if (!organizer) return null
  return (
    <Page title="Settings">
      <OrganizerForm organizer={organizer} />
      <ReachSettings />
      <MailSettings />
      <Conferencing />
      <AllowedHosts />
      <ProgramAccess />
      <About />
    </Page>
  )
}
