/**
 * The class behind the `localtunnel` package's one function, as far as it is used here. The published types cover
 * the function only.
 */
declare module 'localtunnel/lib/Tunnel.js' {
  import type { EventEmitter } from 'node:events'
  import type { Socket } from 'node:net'

  interface ServerAnswer {
    id: string
    port: number
    url: string
    ip?: string | undefined
    max_conn_count: number
  }

  interface TunnelCluster extends EventEmitter {
    on(event: 'open', listener: (remote: Socket) => void): this
  }

  class Tunnel extends EventEmitter {
    constructor(options: { port: number; host: string; subdomain?: string })
    readonly url: string
    readonly tunnelCluster: TunnelCluster
    open(callback: (error?: Error) => void): void
    close(): void
    protected _init(callback: (error: Error | null, info?: object) => void): void
    protected _getInfo(answer: ServerAnswer): object
  }
  export = Tunnel
}
