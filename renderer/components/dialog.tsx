import ArrowLeft from 'lucide-react/icons/arrow-left'
import X from 'lucide-react/icons/x'
import type { ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { Button, IconButton } from './button.tsx'
import './dialog.css'

interface DialogProps {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly children: ReactNode
  readonly wide?: boolean
  /** One step back, where a dialog has steps. */
  readonly onBack?: (() => void) | undefined
}

/** A dialog in the middle of a wide screen, a sheet from below on a phone. */
export function Dialog({ title, isOpen, onClose, children, wide = false, onBack }: DialogProps) {
  return (
    <ModalOverlay
      className="overlay"
      isOpen={isOpen}
      isDismissable
      onOpenChange={open => {
        if (!open) onClose()
      }}
    >
      <Modal className={wide ? 'modal modal-wide' : 'modal'}>
        <AriaDialog className="dialog">
          <header className="dialog-head">
            {onBack && (
              <IconButton name="Back" size="small" onPress={onBack}>
                <ArrowLeft aria-hidden size={18} />
              </IconButton>
            )}
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <IconButton name="Close" size="small" onPress={onClose}>
              <X aria-hidden size={18} />
            </IconButton>
          </header>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

interface ConfirmProps {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onConfirm: () => void
  readonly confirm: string
  readonly pending?: boolean
  readonly keep?: string
  readonly children: ReactNode
}

/** Asks before what cannot be taken back; the way out is named for what it keeps. */
export function Confirm({
  title,
  isOpen,
  onClose,
  onConfirm,
  confirm,
  keep = 'Keep it',
  pending = false,
  children,
}: ConfirmProps) {
  return (
    <ModalOverlay className="overlay" isOpen={isOpen} onOpenChange={open => !open && onClose()}>
      <Modal className="modal modal-narrow">
        <AriaDialog role="alertdialog" className="dialog">
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          <div className="dialog-body">{children}</div>
          <div className="form-actions">
            <Button look="secondary" onPress={onClose} autoFocus>
              {keep}
            </Button>
            <Button look="danger" isPending={pending} onPress={onConfirm}>
              {confirm}
            </Button>
          </div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
