import { Page } from '../../components/page.tsx'

export function Bookings({ id }: { id: string | null }) {
  return <Page title="Bookings">{id}</Page>
}
