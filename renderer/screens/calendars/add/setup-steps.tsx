import ExternalLink from 'lucide-react/icons/external-link'
import type { SetupStep } from '../../../../preload/contract/connections-help.ts'
import { CopyButton } from '../../../components/copy-button.tsx'

/** What is done at the provider, in order, each with its address and the words to enter there. */
export function SetupSteps({ steps }: { steps: readonly SetupStep[] }) {
  return (
    <ol className="setup-steps">
      {steps.map((step, at) => (
        <li key={step.title} className="setup-step">
          <span className="setup-number" aria-hidden>
            {at + 1}
          </span>
          <div className="setup-words">
            <p className="setup-title">
              {step.address === null ? (
                step.title
              ) : (
                <a className="outside" href={step.address} target="_blank" rel="noreferrer">
                  {step.title} <ExternalLink aria-hidden size={13} />
                </a>
              )}
            </p>
            <p className="small soft">{step.text}</p>
            {step.enter.length > 0 && (
              <ul className="setup-enter" aria-label={`To enter: ${step.title}`}>
                {step.enter.map(text => (
                  <li key={text}>
                    <code>{text}</code>
                    <CopyButton text={text} label="Copy" name={`Copy ${text}`} look="quiet" size="small" />
                  </li>
                ))}
              </ul>
            )}
          </div>
        </li>
      ))}
    </ol>
  )
}
