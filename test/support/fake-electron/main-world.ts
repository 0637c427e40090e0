import type { copyPlain } from './copy-plain.ts'

/**
 * Runs in the page's own world (serialized by `toString`): builds what `contextBridge` exposes. The two worlds talk
 * by CustomEvents on the document, which Chromium delivers synchronously and whose `detail` it clones from one world
 * to the other. A function travels as `{ $f: id }`, a promise as `{ $p: id }`.
 */
export function mainWorld(key: string, copy: typeof copyPlain): void {
  if (window !== window.top) return
  const functions = new Map<number, (...args: any[]) => unknown>()
  const promises = new Map<number, { resolve: (value: any) => void; reject: (error: Error) => void }>()
  let lastId = 0
  let answer: any
  const toIsolated = (detail: object) => document.dispatchEvent(new CustomEvent(`${key}:iso`, { detail }))

  const wrap = (value: any, seen = new Map<object, any>()): any => {
    if (typeof value === 'function') {
      const id = ++lastId
      functions.set(id, value)
      return { $f: id }
    }
    if (typeof value === 'symbol') throw new TypeError('symbols do not cross the context bridge')
    return copy(value, wrap, seen)
  }

  const call = (id: number, args: any[]): any => {
    answer = undefined
    toIsolated({ t: 'call', f: id, args: wrap(args) })
    const got = answer
    if (got?.err) throw new Error(got.err)
    return unwrap(got?.v)
  }

  const unwrap = (value: any, seen = new Map<object, any>()): any => {
    if (value?.$p) return new Promise((resolve, reject) => promises.set(value.$p, { resolve, reject }))
    if (value?.$f) return (...args: any[]) => call(value.$f, args)
    return copy(value, unwrap, seen)
  }

  const freeze = (value: any): any => {
    if (value === null || typeof value !== 'object') return value
    Object.values(value).forEach(freeze)
    return Object.freeze(value)
  }

  const expose = (name: string, api: any) => {
    if (name in window) {
      toIsolated({ t: 'bad' })
      return
    }
    const fixed = { writable: false, configurable: false, enumerable: true }
    Object.defineProperty(window, name, { value: freeze(unwrap(api)), ...fixed })
  }

  const settle = ({ p, err, v }: any) => {
    const promise = promises.get(p)
    promises.delete(p)
    if (err) promise?.reject(new Error(err))
    else promise?.resolve(unwrap(v))
  }

  document.addEventListener(`${key}:main`, event => {
    const { detail } = event as CustomEvent
    if (detail.t === 'expose') expose(detail.name, detail.v)
    else if (detail.t === 'return') answer = detail
    else if (detail.t === 'settle') settle(detail)
    else if (detail.t === 'callback') functions.get(detail.f)?.(...unwrap(detail.args))
  })

  window.open = ((url?: string | URL) => {
    toIsolated({ t: 'open', url: new URL(String(url), location.href).href })
    return null
  }) as typeof window.open
  document.addEventListener('click', event => {
    const link = (event.target as Element).closest?.('a[target=_blank]') as HTMLAnchorElement | null
    if (!link || event.defaultPrevented) return
    event.preventDefault()
    toIsolated({ t: 'open', url: link.href })
  })
}
