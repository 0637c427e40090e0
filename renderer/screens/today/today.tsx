import { Page } from '../../components/page.tsx'

export function Today() {
  return <Page title="Today">…</Page>
}
