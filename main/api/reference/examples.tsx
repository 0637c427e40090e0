import { operationId } from '../openapi.ts'
import type { Example, Operation } from '../operation.ts'
import { curlOf } from './curl.ts'
import { highlighted, JsonText } from './json-text.tsx'

/** What to send and what comes back, to paste as it is. A test sends each of them. */
export function Examples({ operation }: { readonly operation: Operation }) {
  return (
    <div className="examples">
      {operation.examples.map((example, i) => (
        <OneExample key={example.title} {...{ operation, example }} id={`${operationId(operation)}-${i}`} />
      ))}
    </div>
  )
}

function OneExample(props: {
  readonly operation: Operation
  readonly example: Example
  readonly id: string
}) {
  const { operation, example, id } = props
  const { status } = operation.success
  return (
    <figure>
      <figcaption>{example.title}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard */}
      <pre tabIndex={0}>
        <code data-request={id}>{highlighted(curlOf(operation, example))}</code>
      </pre>
      <p className="answered">
        <span className="status">{status}</span>
        {example.answer === null ? 'The answer is empty.' : null}
      </p>
      {example.answer === null ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard
        <pre tabIndex={0}>
          <code data-answer={id}>
            <JsonText value={example.answer} />
          </code>
        </pre>
      )}
    </figure>
  )
}
