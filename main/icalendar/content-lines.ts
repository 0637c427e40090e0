/**
 * RFC 5545 3.1 and 3.4: text to a tree of components. Nothing is interpreted here, and nothing throws: what is no
 * content line is passed over, and a tree that does not close is closed where it breaks, with a fault to tell.
 */

export interface Property {
  /** Upper case. */
  readonly name: string
  /** As written, from the first `;` on, or empty. */
  readonly parameters: string
  readonly value: string
  /** Physical line, counted from 1. */
  readonly line: number
}

export interface Component {
  /** Upper case. */
  readonly name: string
  readonly line: number
  readonly properties: Property[]
  readonly components: Component[]
  /** Why it cannot be trusted to be whole, or null. */
  fault: string | null
}

export interface ParsedText {
  /** Nameless; holds what stands at the top of the text. */
  readonly root: Component
  readonly faults: readonly Fault[]
}

export interface Fault {
  readonly line: number
  readonly message: string
}

export interface ParseLimits {
  readonly maxComponents: number
  readonly maxPropertiesPerComponent: number
  /** Components below this depth are passed over. */
  readonly maxDepth: number
}

export const PARSE_LIMITS: ParseLimits = {
  maxComponents: 200_000,
  maxPropertiesPerComponent: 20_000,
  maxDepth: 8,
}

const TAB = 9
const LINE_FEED = 10
const CARRIAGE_RETURN = 13
const SPACE = 32
const QUOTE = 34
const COLON = 58
const SEMICOLON = 59
const BYTE_ORDER_MARK = 0xfeff

/** Reads the whole text. `wanted` names the properties to keep (upper case); absent, all are kept. */
export function parseComponents(
  text: string,
  wanted: ReadonlySet<string> | null = null,
  limits: ParseLimits = PARSE_LIMITS,
): ParsedText {
  const tree = new TreeBuilder(limits)
  // A text from before OS X may end its lines in CR alone.
  const source = text.includes('\n') ? text : text.replaceAll('\r', '\n')
  let position = source.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0
  let line = 1
  while (position < source.length && !tree.full) {
    let end = source.indexOf('\n', position)
    if (end === -1) end = source.length
    let content = source.slice(position, trimmedEnd(source, position, end))
    const first = line
    position = end + 1
    line += 1
    while (isFold(source.charCodeAt(position))) {
      end = source.indexOf('\n', position)
      if (end === -1) end = source.length
      content += source.slice(position + 1, trimmedEnd(source, position + 1, end))
      position = end + 1
      line += 1
    }
    takeLine(tree, content, first, wanted)
  }
  return tree.finish(line)
}

function isFold(code: number): boolean {
  return code === SPACE || code === TAB
}

function trimmedEnd(source: string, start: number, end: number): number {
  let last = end
  while (last > start && source.charCodeAt(last - 1) === CARRIAGE_RETURN) last--
  return last
}

function takeLine(tree: TreeBuilder, content: string, line: number, wanted: ReadonlySet<string> | null) {
  const nameEnd = findNameEnd(content)
  if (nameEnd < 1) return
  const name = content.slice(0, nameEnd).toUpperCase()
  if (name === 'BEGIN') return tree.open(content.slice(nameEnd + 1), line)
  if (name === 'END') return tree.close(content.slice(nameEnd + 1), line)
  if (wanted !== null && !wanted.has(name)) return
  const colon = content.charCodeAt(nameEnd) === COLON ? nameEnd : findValue(content, nameEnd)
  if (colon === -1) return tree.unreadable(name, line)
  tree.add({ name, parameters: content.slice(nameEnd, colon), value: content.slice(colon + 1), line })
}

function findNameEnd(content: string): number {
  for (let i = 0; i < content.length; i++) {
    const code = content.charCodeAt(i)
    if (code === COLON || code === SEMICOLON) return i
  }
  return content.length
}

/** The colon that opens the value: the first outside a quoted parameter value (RFC 5545 3.1). */
function findValue(content: string, start: number): number {
  let quoted = false
  for (let i = start; i < content.length; i++) {
    const code = content.charCodeAt(i)
    if (code === QUOTE) quoted = !quoted
    else if (code === COLON && !quoted) return i
    else if (code === LINE_FEED) return -1
  }
  // An odd quote swallowed the rest: take the first colon after all, as every other reader does.
  return quoted ? content.indexOf(':', start) : -1
}

class TreeBuilder {
  readonly #limits: ParseLimits
  readonly #root: Component = emptyComponent('', 0)
  readonly #stack: Component[]
  readonly #faults: Fault[] = []
  #current: Component
  #count = 0
  /** Components that are open below the depth limit, and therefore have no place in the tree. */
  #tooDeep = 0

  constructor(limits: ParseLimits) {
    this.#limits = limits
    this.#current = this.#root
    this.#stack = [this.#root]
  }

  get full(): boolean {
    return this.#count >= this.#limits.maxComponents
  }

  open(value: string, line: number) {
    const name = value.trim().toUpperCase()
    if (this.#tooDeep > 0 || this.#stack.length > this.#limits.maxDepth) {
      this.#tooDeep += 1
      return
    }
    if (SIBLINGS.has(name)) this.#closeSibling(line)
    const component = emptyComponent(name, line)
    this.#count += 1
    this.#current.components.push(component)
    this.#stack.push(component)
    this.#current = component
  }

  close(value: string, line: number) {
    if (this.#tooDeep > 0) {
      this.#tooDeep -= 1
      return
    }
    const name = value.trim().toUpperCase()
    const depth = this.#stack.findLastIndex(open => open.name === name)
    if (depth < 1) return
    while (this.#stack.length - 1 > depth) this.#breakOff(line)
    this.#pop()
  }

  /** What should have stood behind an unclosed part went into it, so the whole is as doubtful as the part. */
  #doubtParent(part: Component) {
    if (this.#current.name === '' || this.#current.name === 'VCALENDAR') return
    this.#current.fault ??= `Its ${part.name} of line ${part.line} is not closed.`
  }

  add(property: Property) {
    if (this.#tooDeep > 0) return
    const { properties } = this.#current
    if (properties.length < this.#limits.maxPropertiesPerComponent) properties.push(property)
    else this.#current.fault ??= 'It has too many lines to read.'
  }

  unreadable(name: string, line: number) {
    if (this.#tooDeep > 0 || !DECISIVE.has(name)) return
    this.#current.fault ??= `Line ${line} (${name}) has no value.`
  }

  finish(line: number): ParsedText {
    if (this.full) this.#tell(line, 'The calendar holds too many parts to read them all.')
    while (this.#stack.length > 1) this.#breakOff(line)
    return { root: this.#root, faults: this.#faults }
  }

  /** A second BEGIN:VEVENT inside a VEVENT means that the END of the first is missing: no event nests. */
  #closeSibling(line: number) {
    const depth = this.#stack.findIndex(open => SIBLINGS.has(open.name))
    while (depth > 0 && this.#stack.length > depth) this.#breakOff(line)
  }

  #breakOff(line: number) {
    const component = this.#pop()
    component.fault ??= `It begins in line ${component.line} and is not closed.`
    if (component.name === 'VCALENDAR') {
      this.#tell(line, 'The calendar is cut off: its last line is missing.')
    }
    this.#doubtParent(component)
  }

  #pop(): Component {
    const component = this.#stack.pop()!
    this.#current = this.#stack.at(-1)!
    return component
  }

  #tell(line: number, message: string) {
    this.#faults.push({ line, message })
  }
}

/** Components that stand side by side in a calendar and never inside each other. */
const SIBLINGS = new Set(['VEVENT', 'VTODO', 'VJOURNAL', 'VFREEBUSY', 'VTIMEZONE', 'VAVAILABILITY'])

/** Properties without which an event would be placed wrongly, so that a broken one breaks the event. */
const DECISIVE = new Set([
  'DTSTART',
  'DTEND',
  'DURATION',
  'RRULE',
  'RDATE',
  'EXDATE',
  'EXRULE',
  'RECURRENCE-ID',
])

function emptyComponent(name: string, line: number): Component {
  return { name, line, properties: [], components: [], fault: null }
}

/** The first property of that name, or null. */
export function property(component: Component, name: string): Property | null {
  for (const candidate of component.properties) if (candidate.name === name) return candidate
  return null
}

/** The decoded value of a parameter (RFC 5545 3.2, RFC 6868), or null. Of several values, all, commas kept. */
export function parameter({ parameters }: Property, name: string): string | null {
  if (parameters === '') return null
  let start = 1
  while (start < parameters.length) {
    const end = parameterEnd(parameters, start)
    const equals = parameters.indexOf('=', start)
    if (equals > start && equals < end && parameters.slice(start, equals).toUpperCase() === name) {
      return decodeParameter(parameters.slice(equals + 1, end))
    }
    start = end + 1
  }
  return null
}

function parameterEnd(parameters: string, start: number): number {
  let quoted = false
  for (let i = start; i < parameters.length; i++) {
    const code = parameters.charCodeAt(i)
    if (code === QUOTE) quoted = !quoted
    else if (code === SEMICOLON && !quoted) return i
  }
  return parameters.length
}

const CARET_CODES: Readonly<Record<string, string>> = { '^n': '\n', "^'": '"', '^^': '^' }

function decodeParameter(raw: string): string {
  const bare = raw.includes('"') ? raw.replaceAll('"', '') : raw
  return bare.includes('^') ? bare.replace(/\^[n'^]/g, code => CARET_CODES[code]!) : bare
}
