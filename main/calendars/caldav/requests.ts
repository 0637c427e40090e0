import type { DavRequest } from './dav-client.ts'
import { escapeXml } from './xml.ts'

const namespaces =
  'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:A="http://apple.com/ns/ical/"'

function xmlRequest(
  method: string,
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): DavRequest {
  return {
    method,
    url,
    headers: { 'content-type': 'application/xml; charset=utf-8', ...headers },
    body: `<?xml version="1.0" encoding="utf-8"?>\n${body}`,
  }
}

/** RFC 4918 9.1; `properties` as `D:displayname`, with the prefixes D, C and A (Apple's). */
export function propfind(url: string, depth: 0 | 1, properties: readonly string[]): DavRequest {
  const wanted = properties.map(name => `<${name}/>`).join('')
  const body = `<D:propfind ${namespaces}><D:prop>${wanted}</D:prop></D:propfind>`
  return xmlRequest('PROPFIND', url, body, { depth: String(depth) })
}

/** RFC 6578 3.2: what changed since `token`; with null, all there is. */
export function syncCollection(url: string, token: string | null): DavRequest {
  const since = token === null ? '<D:sync-token/>' : `<D:sync-token>${escapeXml(token)}</D:sync-token>`
  const body = `<D:sync-collection ${namespaces}>${since}<D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop></D:sync-collection>`
  return xmlRequest('REPORT', url, body, { depth: '0' })
}

/** RFC 4791 7.9. */
export function multiget(url: string, hrefs: readonly string[]): DavRequest {
  const wanted = hrefs.map(href => `<D:href>${escapeXml(href)}</D:href>`).join('')
  const body = `<C:calendar-multiget ${namespaces}><D:prop><D:getetag/><C:calendar-data/></D:prop>${wanted}</C:calendar-multiget>`
  return xmlRequest('REPORT', url, body, { depth: '0' })
}

/** RFC 4791 7.8: the objects whose event has this UID, letter by letter. */
export function queryUid(url: string, uid: string): DavRequest {
  const body = `<C:calendar-query ${namespaces}><D:prop><D:getetag/></D:prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:prop-filter name="UID"><C:text-match collation="i;octet">${escapeXml(uid)}</C:text-match></C:prop-filter></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>`
  return xmlRequest('REPORT', url, body, { depth: '1' })
}
