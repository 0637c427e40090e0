import { Menu, nativeImage, Tray } from 'electron'

export interface TrayActions {
  readonly open: () => void
  readonly quit: () => void
}

/** The open slot: a ring with a gap, 32 pixels, as the PNG that the trays of all three systems take. */
const icon =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAYAAABzenr0AAABIElEQVR42t1XyxGEIAylBArYgyVYAhVsDZz3ZAnpwBIogRIswRIshcWZOMM4QEBA1j28Cx/zEl5iwl6fN+sJ9kQC3EJYTBaAmHCNtyQgLbSFISBrE9g9WxMMHxidSO3R2RDgixBlHDIMGyR63F08+0sOAZVp3KAWGEaBilCUAOX5hgQPESpcGxLuA0VARC4vuE89XVEEQoKbM1PskgZkJeOXs0CnsC7AeK4TZ8Y+70Wh0QGzw31a7iMgAmov9XqLOeUenDwHVQUCKlIvGJX7UIFA9Ls/RaD7E3QXYYs0DJV1flch8pVjfVcpnlM6plY/ozmhYWnyOxaBsAf1VLshMamNSKuWLAR1tSuGCsbh7rbcFZzoMZjonOHkUaPZf07HXwesnV3Nz+wgAAAAAElFTkSuQmCC'

/** Openslot in the tray: it stays there while the window is closed, and the site stays open. */
export function createTrayIcon(actions: TrayActions): { destroy(): void } {
  const tray = new Tray(nativeImage.createFromDataURL(icon))
  tray.setToolTip('Openslot: the booking site is open')
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: 'Open the desk', click: actions.open },
      { type: 'separator' },
      { label: 'Quit Openslot', click: actions.quit },
    ]),
  )
  tray.on('click', actions.open)
  return { destroy: () => tray.destroy() }
}
