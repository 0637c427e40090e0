import { completedExample, noTimesExample } from './callback-examples.ts'
import { JsonText } from './json-text.tsx'

/** What Openslot sends by itself, and how to tell that it was Openslot. */
export function Callbacks() {
  return (
    <section id="callbacks" className="chapter">
      <h2>Callbacks</h2>
      <p>
        A link posts JSON to the addresses that it was made with: <code>callback_urls.completed_url</code>{' '}
        once a time is booked, <code>no_times_suitable_url</code> when the recipient says that none suits, and{' '}
        <code>no_times_displayed_url</code> when the page had none to show, at most once an hour.{' '}
        <code>notification.type</code> tells them apart; only a booking has an <code>event</code> at the root.
      </p>
      <p>
        Any 2xx answer within 15 seconds counts as heard. A redirect does not. Otherwise it is sent again
        after 5 seconds, 5 minutes, half an hour, and so on with growing pauses: ten tries in three days,
        through restarts of Openslot, or later where <code>Retry-After</code> says so. The same callback keeps
        its <code>webhook-id</code>.
      </p>
      <Payload title="A booking" value={completedExample} />
      <Payload title="None of the times suits" value={noTimesExample} />
      <h3 id="signatures">Signatures</h3>
      <p>
        Every callback is signed twice, with the client secret as the key both times. Check one of the two.
      </p>
      <p>
        <strong>As Cronofy does.</strong> <code>Cronofy-HMAC-SHA256</code> holds the base64 of HMAC-SHA256
        over the bytes of the body. The SDKs check it (<code>client.hmacValid</code> in Node).
      </p>
      <p>
        <strong>As Standard Webhooks does.</strong> <code>webhook-id</code>, <code>webhook-timestamp</code>{' '}
        (seconds, of this very try) and <code>webhook-signature</code>: <code>v1,</code> and the base64 of
        HMAC-SHA256 over <code>id.timestamp.body</code>. The key is the client secret’s own bytes, as UTF-8;
        they are not decoded from base64. A library that wants the standard’s <code>whsec_</code> form is
        given <code>whsec_</code> followed by the base64 of the client secret:
      </p>
      <pre>
        <code>WEBHOOK_SECRET="whsec_$(printf %s "$CLIENT_SECRET" | base64 -w0)"</code>
      </pre>
    </section>
  )
}

function Payload({ title, value }: { readonly title: string; readonly value: unknown }) {
  return (
    <details>
      <summary>{title}</summary>
      <pre>
        <code>
          <JsonText value={value} />
        </code>
      </pre>
    </details>
  )
}
