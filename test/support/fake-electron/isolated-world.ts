import type { makeCodec } from './codec.ts'
import type { copyPlain } from './copy-plain.ts'

/**
 * Runs in the preload's world (serialized by `toString`): `electron` as a sandboxed preload sees it, then the preload
 * itself. See `main-world.ts` for how the two worlds talk.
 */
export function isolatedWorld(
  key: string,
  copy: typeof copyPlain,
  codec: ReturnType<typeof makeCodec>,
  preload: (require: unknown, module: unknown, exports: unknown, process: unknown) => void,
  versions: object,
): void {
  if (window !== window.top) return
  const functions = new Map<number, (...args: any[]) => unknown>()
  const listeners = new Map<string, ((...args: any[]) => void)[]>()
  const pending = new Map<number, { resolve: (value: any) => void; reject: (error: any) => void }>()
  let lastId = 0
  let isRefused = false
  const send = (globalThis as any).__fakeElectronSend as (text: string) => void
  const toProgram = (message: object) => send(codec.encode({ ...message, url: location.href }))
  const toPage = (detail: object) => document.dispatchEvent(new CustomEvent(`${key}:main`, { detail }))
  const textOf = (error: any) => String(error?.message ?? error)

  const wrap = (value: any, seen = new Map<object, any>()): any => {
    if (typeof value === 'function') {
      const id = ++lastId
      functions.set(id, value)
      return { $f: id }
    }
    if (typeof value?.then === 'function') {
      const p = ++lastId
      value.then(
        (result: any) => toPage({ t: 'settle', p, v: wrap(result) }),
        (error: any) => toPage({ t: 'settle', p, err: textOf(error) }),
      )
      return { $p: p }
    }
    return copy(value, wrap, seen)
  }

  const unwrap = (value: any, seen = new Map<object, any>()): any =>
    value?.$f
      ? (...args: any[]) => toPage({ t: 'callback', f: value.$f, args: wrap(args) })
      : copy(value, unwrap, seen)

  const answerCall = ({ f, args }: any) => {
    try {
      toPage({ t: 'return', v: wrap(functions.get(f)?.(...unwrap(args))) })
    } catch (error) {
      toPage({ t: 'return', err: textOf(error) })
    }
  }

  document.addEventListener(`${key}:iso`, event => {
    const { detail } = event as CustomEvent
    if (detail.t === 'bad') isRefused = true
    else if (detail.t === 'open') toProgram({ t: 'open', target: detail.url })
    else if (detail.t === 'call') answerCall(detail)
  })

  const on = (channel: string, listener: any) => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
    return ipcRenderer
  }
  const off = (channel: string, listener: any) => {
    const left = (listeners.get(channel) ?? []).filter(
      candidate => candidate !== listener && (candidate as any).original !== listener,
    )
    listeners.set(channel, left)
    return ipcRenderer
  }
  const once = (channel: string, listener: any) => {
    const onlyOnce: any = (...args: any[]) => {
      off(channel, onlyOnce)
      listener(...args)
    }
    onlyOnce.original = listener
    return on(channel, onlyOnce)
  }
  const invoke = (channel: string, ...args: unknown[]) =>
    new Promise((resolve, reject) => {
      const id = ++lastId
      toProgram({ t: 'invoke', id, channel, args })
      pending.set(id, { resolve, reject })
    })
  const ipcRenderer: any = {
    invoke,
    send: (channel: string, ...args: unknown[]) => toProgram({ t: 'send', channel, args }),
    sendSync: () => {
      throw new Error('fake electron: no sendSync')
    },
    on,
    addListener: on,
    off,
    removeListener: off,
    once,
    removeAllListeners: (channel: string) => {
      listeners.delete(channel)
      return ipcRenderer
    },
  }

  ;(globalThis as any).__fakeElectronReceive = (text: string) => {
    const message = codec.decode(text)
    if (message.t === 'reply') {
      const call = pending.get(message.id)
      pending.delete(message.id)
      if (message.err) call?.reject(new Error(message.err))
      else call?.resolve(message.v)
      return
    }
    const event = { sender: ipcRenderer, ports: [] }
    for (const listener of listeners.get(message.channel) ?? []) listener(event, ...message.args)
  }

  const exposeInMainWorld = (name: string, api: unknown) => {
    toPage({ t: 'expose', name, v: wrap(api) })
    if (!isRefused) return
    isRefused = false
    throw new Error('Cannot bind an API on top of an existing property on the window object')
  }
  const electron = {
    ipcRenderer,
    contextBridge: { exposeInMainWorld },
    webUtils: { getPathForFile: () => '' },
    webFrame: { setZoomFactor: () => undefined, getZoomFactor: () => 1 },
  }
  const require = (name: string) => {
    if (name === 'electron' || name === 'electron/renderer') return electron
    throw new Error(`module not found: ${name}`)
  }
  const module = { exports: {} }
  const process = {
    versions,
    platform: 'linux',
    env: {},
    argv: [],
    sandboxed: true,
    contextIsolated: true,
    type: 'renderer',
  }
  try {
    preload(require, module, module.exports, process)
  } catch (error: any) {
    console.error('Unable to load preload script', error.stack)
    toProgram({ t: 'preload-error', message: textOf(error) })
  }
}
