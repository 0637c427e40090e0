import { setImmediate as breathe } from 'node:timers/promises'
import { SaxesParser } from 'saxes'

export interface XmlElement {
  /** Namespace and local name, with a space between: `DAV: href`. */
  readonly name: string
  readonly children: readonly XmlElement[]
  /** What stands directly inside, between its children, too. */
  readonly text: string
  /** The attribute `name`, the only one with a meaning here (RFC 4791 9.6.1). */
  readonly nameAttribute: string | null
}

/** The text is no XML that is taken here. */
export class UnreadableXml extends Error {
  override readonly name = 'UnreadableXml'
}

const maxDepth = 32
const maxElements = 1_000_000
/** Characters read before others get their turn: some milliseconds. */
const slice = 64_000

interface OpenElement {
  readonly name: string
  readonly nameAttribute: string | null
  readonly children: XmlElement[]
  text: string
}

/**
 * Reads XML with namespaces (no DTD: a DOCTYPE is refused, so no entity but XML's own five has a meaning). Lets go of
 * the thread between slices, since an answer may have megabytes.
 *
 * @throws UnreadableXml for what is cut off, not well formed, too deep or too much
 */
export async function parseXml(text: string): Promise<XmlElement> {
  const parser = new SaxesParser({ xmlns: true })
  const tree = treeOf(parser)
  const source = withoutForbiddenCharacters(text)
  for (let position = 0; position < source.length; position += slice) {
    if (position > 0) await breathe()
    parser.write(source.slice(position, position + slice))
  }
  parser.close()
  const root = tree.children[0]
  if (root === undefined) throw new UnreadableXml('it is empty')
  return root
}

function treeOf(parser: SaxesParser<{ xmlns: true }>): OpenElement {
  const top: OpenElement = { name: '', nameAttribute: null, children: [], text: '' }
  const open: OpenElement[] = [top]
  let count = 0
  parser.on('error', error => {
    throw new UnreadableXml(error.message)
  })
  parser.on('doctype', () => {
    throw new UnreadableXml('it has a DOCTYPE')
  })
  parser.on('opentag', ({ uri, local, attributes }) => {
    count += 1
    if (open.length > maxDepth || count > maxElements) throw new UnreadableXml('it is too deep or too much')
    const nameAttribute = attributes['name']?.value ?? null
    const element: OpenElement = { name: `${uri} ${local}`, nameAttribute, children: [], text: '' }
    open.at(-1)!.children.push(element)
    open.push(element)
  })
  parser.on('closetag', () => {
    open.pop()
  })
  const take = (characters: string) => {
    open.at(-1)!.text += characters
  }
  parser.on('text', take)
  parser.on('cdata', take)
  return top
}

/** Servers hand on control characters that came in with an event, and one of them would cost all the others. */
function withoutForbiddenCharacters(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ' ')
      .replace(/&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]));/gi, ' ')
  )
}

/** The first child of that name, or null. */
export function child(element: XmlElement, name: string): XmlElement | null {
  return element.children.find(candidate => candidate.name === name) ?? null
}

export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter(candidate => candidate.name === name)
}

/** For text and for attributes. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
