import type { Auth } from '../authenticate.ts'
import type { Example, Operation } from '../operation.ts'

/** Which of the two keys, as the shell holds them, a request is made with. */
const keys: Record<Auth, string | null> = {
  client: '$CLIENT_SECRET',
  account: '$ACCESS_TOKEN',
  either: '$CLIENT_SECRET',
  none: null,
}

/** An example as a command to paste: `API_URL`, `CLIENT_SECRET` and `ACCESS_TOKEN` are taken from the environment. */
export function curlOf({ method, path, auth }: Operation, example: Example): string {
  const key = keys[auth]
  const parts = [
    `curl "$API_URL${pathOf(path, example)}"`,
    ...(method === 'DELETE' || (method === 'POST' && example.body === undefined) ? [`-X ${method}`] : []),
    ...(key === null ? [] : [`-H "Authorization: Bearer ${key}"`]),
    ...(example.body === undefined
      ? []
      : ["-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(example.body, null, 2))}`]),
  ]
  return parts.join(' \\\n  ')
}

function pathOf(path: string, { params, query }: Example): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params?.[name] ?? ''))
  return query === undefined ? filled : `${filled}?${new URLSearchParams(query)}`
}

/** In single quotes a shell takes everything as it is, but for the quote itself. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
