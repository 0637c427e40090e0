/** What a `curl` command of the reference page asks for, its variables filled in as a shell would. */
export function readCurl(command: string, variables: Readonly<Record<string, string>>) {
  const words = splitWords(command, variables)
  const [program, url = ''] = words
  if (program !== 'curl') throw new Error(`not a curl command: ${command}`)
  const option = (name: string) => words.flatMap((w, i) => (words[i - 1] === name ? [w] : []))
  const [body] = option('-d')
  const headers = Object.fromEntries(option('-H').map(h => /^([^:]+): (.*)$/s.exec(h)?.slice(1, 3) ?? []))
  const method = option('-X')[0] ?? (body === undefined ? 'GET' : 'POST')
  return { url, init: { method, headers, ...(body === undefined ? {} : { body }) } }
}

/** Words as POSIX shells split them: bare, in double quotes with variables, or in single quotes as they are. */
function splitWords(command: string, variables: Readonly<Record<string, string>>): string[] {
  const words: string[] = []
  const form = /((?:'[^']*'|"[^"]*"|\\'|[^\s'"\\])+)|\\\n|\s+/gy
  for (const [, word] of command.matchAll(form)) if (word !== undefined) words.push(unquote(word, variables))
  return words
}

function unquote(word: string, variables: Readonly<Record<string, string>>): string {
  const pieces = word.match(/'[^']*'|"[^"]*"|\\'|[^'"\\]+/g) ?? []
  return pieces
    .map(piece => {
      if (piece === "\\'") return "'"
      if (piece.startsWith("'")) return piece.slice(1, -1)
      return piece.replace(/^"|"$/g, '').replace(/\$([A-Z_]+)/g, (_, name: string) => variables[name] ?? '')
    })
    .join('')
}
