import './styles/index.css'
import { StrictMode } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { createRoot } from 'react-dom/client'
import { chooseClient } from './client/choose.ts'
import { Desk } from './screens/shell/desk.tsx'
import { followHash } from './state/route.ts'
import { startDesk } from './state/start.ts'
import { locale } from './time/locale.ts'

const root = createRoot(document.getElementById('desk')!)

root.render(
  <StrictMode>
    <I18nProvider locale={locale}>
      <Desk />
    </I18nProvider>
  </StrictMode>,
)

const client = await chooseClient(window)
followHash(window)
await startDesk(client)
