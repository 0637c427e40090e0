import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps } from 'react-aria-components/Button'
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip'
import './button.css'

export interface ButtonLook {
  /** One `primary` a screen; `quiet` for what is beside the point; `danger` for what cannot be taken back. */
  readonly look?: 'primary' | 'secondary' | 'quiet' | 'danger'
  readonly size?: 'small' | 'medium' | 'large'
}

export function Button({ look = 'secondary', size = 'medium', ...rest }: ButtonProps & ButtonLook) {
  return <AriaButton {...rest} className={`button button-${look} button-${size}`} />
}

/** A button that shows only an icon; its name is its label for readers and its tooltip for eyes. */
export function IconButton({
  name,
  children,
  size = 'medium',
  ...rest
}: Omit<ButtonProps, 'children'> & { name: string; children: ReactNode; size?: 'small' | 'medium' }) {
  return (
    <TooltipTrigger delay={500}>
      <AriaButton {...rest} aria-label={name} className={`icon-button icon-button-${size}`}>
        {children}
      </AriaButton>
      <Tooltip className="tooltip" offset={6}>
        {name}
      </Tooltip>
    </TooltipTrigger>
  )
}
