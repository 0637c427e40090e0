import { Page } from '../../components/page.tsx'

export function Links({ id }: { id: string | null }) {
  return <Page title="Links">{id}</Page>
}
