import { dav } from './names.ts'
import { child, childrenOf, type XmlElement } from './xml.ts'

/** What a multistatus (RFC 4918 13) says of one resource. */
export interface ResourceAnswer {
  /** As the server spells it. */
  readonly href: string
  /** Of the resource as a whole, or null where its properties have statuses of their own. */
  readonly status: number | null
  /** Those that the server could tell, by name. */
  readonly properties: ReadonlyMap<string, XmlElement>
}

export interface Multistatus {
  readonly resources: readonly ResourceAnswer[]
  /** RFC 6578 6.2. */
  readonly syncToken: string | null
}

/** Null for an element that is no multistatus. */
export function readMultistatus(root: XmlElement): Multistatus | null {
  if (root.name !== dav.multistatus) return null
  const token = child(root, dav.syncToken)?.text.trim()
  return {
    resources: childrenOf(root, dav.response).flatMap(readResponse),
    syncToken: token === undefined || token === '' ? null : token,
  }
}

/** One response may speak of several resources, if it has nothing but a status to tell (RFC 4918 14.24). */
function readResponse(response: XmlElement): ResourceAnswer[] {
  const whole = child(response, dav.status)
  const status = whole === null ? null : readStatus(whole)
  const properties = new Map(childrenOf(response, dav.propstat).flatMap(toldProperties))
  return childrenOf(response, dav.href).map(href => ({ href: href.text.trim(), status, properties }))
}

function toldProperties(propstat: XmlElement): [string, XmlElement][] {
  const status = child(propstat, dav.status)
  if (status !== null && !isSuccess(readStatus(status))) return []
  return (child(propstat, dav.prop)?.children ?? []).map(property => [property.name, property])
}

/** `HTTP/1.1 404 Not Found`; 0 for what is no status line, which is no success. */
function readStatus({ text }: XmlElement): number {
  return Number(/^\s*HTTP\/[\d.]+\s+(\d{3})/i.exec(text)?.[1] ?? 0)
}

export const isSuccess = (status: number): boolean => status >= 200 && status < 300

/** The hrefs inside a property such as `calendar-home-set`. */
export function hrefsIn(resource: ResourceAnswer, property: string): string[] {
  const found = resource.properties.get(property)
  return found === undefined ? [] : childrenOf(found, dav.href).map(({ text }) => text.trim())
}
