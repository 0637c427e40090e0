/**
 * Structured clone over a string, with the types and refusals of Electron's IPC. The same source runs in Node and (by
 * `toString`) in the page, so it may use nothing from outside itself. A value that JSON lacks becomes an object with
 * `$`, its kind; a property really called `$` is written `$$`; `r` refers back to an object met before.
 */
export function makeCodec() {
  const toBase64 = (bytes: Uint8Array) => {
    let binary = ''
    for (const byte of bytes) binary += String.fromCharCode(byte)
    return btoa(binary)
  }
  const fromBase64 = (text: string) => Uint8Array.from(atob(text), char => char.charCodeAt(0))
  const refuse = (value: unknown): never => {
    throw new Error(`An object could not be cloned: ${typeof value}`)
  }

  const encodePrimitive = (value: any): any => {
    if (value === undefined) return { $: 'u' }
    if (typeof value === 'bigint') return { $: 'i', v: String(value) }
    if (typeof value === 'function' || typeof value === 'symbol') return refuse(value)
    if (typeof value !== 'number') return value
    if (Object.is(value, -0)) return { $: 'n', v: '-0' }
    return Number.isFinite(value) ? value : { $: 'n', v: String(value) }
  }

  const encodeObject = (value: any, seen: Map<object, number>): any => {
    if (value instanceof Date) return { $: 'd', v: +value }
    if (value instanceof RegExp) return { $: 'x', v: value.source, f: value.flags }
    if (value instanceof Error) return { $: 'e', n: value.name, m: value.message, s: value.stack }
    if (value instanceof Map) {
      return { $: 'm', v: [...value].map(([key, member]) => [encode(key, seen), encode(member, seen)]) }
    }
    if (value instanceof Set) return { $: 's', v: [...value].map(member => encode(member, seen)) }
    if (value instanceof ArrayBuffer) return { $: 'b', v: toBase64(new Uint8Array(value)) }
    if (ArrayBuffer.isView(value)) {
      const name = value.constructor.name === 'Buffer' ? 'Uint8Array' : value.constructor.name
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
      return { $: 't', c: name, v: toBase64(bytes) }
    }
    if (Array.isArray(value)) return value.map(member => encode(member, seen))
    if (typeof value.then === 'function' || value instanceof WeakMap || value instanceof WeakSet) {
      return refuse(value)
    }
    const members = Object.keys(value).map(key => [key === '$' ? '$$' : key, encode(value[key], seen)])
    return Object.fromEntries(members)
  }

  const encode = (value: any, seen: Map<object, number>): any => {
    if (value === null || typeof value !== 'object') return encodePrimitive(value)
    const at = seen.get(value)
    if (at !== undefined) return { $: 'r', v: at }
    seen.set(value, seen.size)
    return encodeObject(value, seen)
  }

  /** The order of `seen` is that of `encode`: each object is entered before its members. */
  const keep = (value: any, seen: any[]): any => {
    seen.push(value)
    return value
  }

  const decodeError = (text: any) => Object.assign(new Error(text.m), { name: text.n, stack: text.s })

  const decodeMap = (members: any[], seen: any[]) => {
    const map = keep(new Map(), seen)
    for (const [key, member] of members) map.set(decode(key, seen), decode(member, seen))
    return map
  }

  const decodeSet = (members: any[], seen: any[]) => {
    const set = keep(new Set(), seen)
    for (const member of members) set.add(decode(member, seen))
    return set
  }

  const decoders: Record<string, (text: any, seen: any[]) => any> = {
    n: ({ v }) => (v === '-0' ? -0 : Number(v)),
    u: () => undefined,
    i: ({ v }) => BigInt(v),
    r: ({ v }, seen) => seen[v],
    d: ({ v }, seen) => keep(new Date(v), seen),
    x: ({ v, f }, seen) => keep(new RegExp(v, f), seen),
    e: (text, seen) => keep(decodeError(text), seen),
    m: ({ v }, seen) => decodeMap(v, seen),
    s: ({ v }, seen) => decodeSet(v, seen),
    b: ({ v }, seen) => keep(fromBase64(v).buffer, seen),
    t: ({ c, v }, seen) => keep(new (globalThis as any)[c](fromBase64(v).buffer), seen),
  }

  const decode = (text: any, seen: any[]): any => {
    if (text === null || typeof text !== 'object') return text
    if (Array.isArray(text)) {
      const array = keep([], seen)
      for (const member of text) array.push(decode(member, seen))
      return array
    }
    const decodeKind = decoders[text.$]
    if (decodeKind) return decodeKind(text, seen)
    const object = keep({}, seen)
    for (const key of Object.keys(text)) object[key === '$$' ? '$' : key] = decode(text[key], seen)
    return object
  }

  return {
    encode: (value: unknown): string => JSON.stringify(encode(value, new Map())),
    decode: (text: string): any => decode(JSON.parse(text), []),
  }
}
