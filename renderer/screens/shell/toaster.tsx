import CircleCheck from 'lucide-react/icons/circle-check'
import Info from 'lucide-react/icons/info'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import X from 'lucide-react/icons/x'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Text } from 'react-aria-components/Text'
import {
  type QueuedToast,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components/Toast'
import { Button } from '../../components/button.tsx'
import { toasts as queue, type ToastContent as ToastWords } from '../../state/toasts.ts'
import './toaster.css'

const icons = { good: CircleCheck, bad: TriangleAlert, plain: Info }

export function Toaster() {
  return (
    <ToastRegion queue={queue} className="toasts" aria-label="Messages">
      {({ toast }) => <OneToast toast={toast} close={() => queue.close(toast.key)} />}
    </ToastRegion>
  )
}

function OneToast({ toast, close }: { toast: QueuedToast<ToastWords>; close: () => void }) {
  const { title, detail, tone, action } = toast.content
  const Icon = icons[tone]
  const act = () => {
    action?.run()
    close()
  }
  return (
    <Toast toast={toast} className={`toast toast-${tone}`}>
      <Icon aria-hidden size={18} className="toast-icon" />
      <ToastContent className="toast-words">
        <Text slot="title" className="toast-title">
          {title}
        </Text>
        {detail !== undefined && <Text slot="description">{detail}</Text>}
      </ToastContent>
      {action && (
        <Button look="secondary" size="small" onPress={act}>
          {action.label}
        </Button>
      )}
      <AriaButton slot="close" className="icon-button icon-button-small" aria-label="Dismiss">
        <X aria-hidden size={16} />
      </AriaButton>
    </Toast>
  )
}
