/// <reference path="./localtunnel-client.d.ts" />

import Tunnel from 'localtunnel/lib/Tunnel.js'
import type { TunnelTarget } from './driver.ts'
import type { Grant } from './localtunnel.ts'

/** The client of the package, with the answer of the server given instead of fetched. */
export class GrantedTunnel extends Tunnel {
  readonly #granted: Grant

  constructor(target: TunnelTarget, host: string, granted: Grant) {
    super({ port: target.port, host })
    this.#granted = granted
  }

  protected override _init(callback: (error: Error | null, info?: object) => void): void {
    callback(null, this._getInfo(this.#granted))
  }
}
