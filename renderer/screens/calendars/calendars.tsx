import { Page } from '../../components/page.tsx'

export function Calendars() {
  return <Page title="Calendars">…</Page>
}
