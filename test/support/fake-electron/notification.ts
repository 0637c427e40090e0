import { EventEmitter } from 'node:events'
import { fake } from './fake.ts'

/** A test clicks it by `notification.emit('click', {})`. */
export class Notification extends EventEmitter {
  title: string
  subtitle: string
  body: string
  silent: boolean
  actions: unknown[]

  static isSupported(): boolean {
    return true
  }
  constructor(options: any = {}) {
    super()
    this.title = options.title ?? ''
    this.subtitle = options.subtitle ?? ''
    this.body = options.body ?? ''
    this.silent = options.silent ?? false
    this.actions = options.actions ?? []
  }
  show(): void {
    fake.notifications.push(this)
    this.emit('show', {})
  }
  close(): void {
    this.emit('close', {})
  }
}
