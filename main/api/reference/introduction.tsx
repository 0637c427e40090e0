import type { ReactNode } from 'react'

/** What holds for every endpoint. */
export function Introduction({ address }: { readonly address: string }) {
  return (
    <section id="start" className="chapter">
      <h1>Openslot for programs</h1>
      <p className="lead">
        Times that are really free, asked for and booked by a program on this machine. The dialect is that of
        Cronofy’s Availability and Real-Time Scheduling: a program written for it works by changing its base
        address.
      </p>
      <p>
        The desk shows the keys under <em>Settings → For programs</em>; <code>npm start -- --json</code>{' '}
        prints them. With these in the environment, every example on this page runs as it stands, once the ids
        in it are yours:
      </p>
      <pre>
        <code>
          {`export API_URL=${address}/v1\nexport CLIENT_SECRET=…  # acts for the program\nexport ACCESS_TOKEN=…   # acts for an account: the organizer’s, or one of application_calendars`}
        </code>
      </pre>
      <p>
        <a href={`${address}/v1/openapi.json`}>openapi.json</a> says the same for tools, as OpenAPI 3.1. Both
        are made from the schemas that check what comes in.
      </p>
      <h2 id="credentials">Credentials</h2>
      <p>
        <code>Authorization: Bearer</code> with the client secret, or with an access token. The client may
        also give <code>client_id</code> and <code>client_secret</code> in the body, or both as Basic, as
        several SDKs do. Nobody but this machine can reach the address: it listens on loopback, and no tunnel
        leads to it.
      </p>
      <h2 id="errors">Errors</h2>
      <p>
        Input that does not fit is <code>422</code> and changes nothing. Every fault is told at once, under
        the dotted path of its field:
      </p>
      <pre>
        <code>{`{"errors": {"event.summary": [{"key": "errors.required", "description": "required"}]}}`}</code>
      </pre>
      <dl className="statuses">
        <Status code="401">The credentials are missing, expired or wrong.</Status>
        <Status code="403">They are good, but for less than this.</Status>
        <Status code="404">There is nothing of this id here.</Status>
        <Status code="413">The request is larger than a megabyte.</Status>
        <Status code="429">
          More than 50 requests in a second or 500 in a minute. <code>Retry-After</code> says how many seconds
          to wait; a program that is only a little too quick is held back instead.
        </Status>
      </dl>
    </section>
  )
}

function Status({ code, children }: { readonly code: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>
        <span className="status">{code}</span>
      </dt>
      <dd>{children}</dd>
    </div>
  )
}
