import { EventEmitter } from 'node:events'
import { fake } from './fake.ts'
import type { Menu } from './menu.ts'

export class Tray extends EventEmitter {
  /** For tests: what the desktop would show. */
  menu: Menu | null = null
  toolTip = ''
  title = ''
  #isGone = false

  constructor(_image: unknown) {
    super()
    fake.trays.push(this)
  }
  setContextMenu(menu: Menu | null): void {
    this.menu = menu
  }
  setToolTip(toolTip: string): void {
    this.toolTip = toolTip
  }
  setTitle(title: string): void {
    this.title = title
  }
  setImage(): void {}
  popUpContextMenu(): void {}
  isDestroyed(): boolean {
    return this.#isGone
  }
  destroy(): void {
    this.#isGone = true
    fake.trays.splice(fake.trays.indexOf(this), 1)
  }
}
