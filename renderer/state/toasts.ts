import { UNSTABLE_ToastQueue as ToastQueue } from 'react-aria-components/Toast'

export interface ToastContent {
  readonly title: string
  readonly detail?: string
  readonly tone: 'good' | 'bad' | 'plain'
  readonly action?: { readonly label: string; readonly run: () => void }
}

export const toasts = new ToastQueue<ToastContent>({ maxVisibleToasts: 3 })

/** Good news leaves by itself; what went wrong, and what can be undone, stays longer. */
export function toast(content: ToastContent): void {
  const timeout = content.action ? 10_000 : content.tone === 'bad' ? 9000 : 5000
  toasts.add(content, { timeout })
}
