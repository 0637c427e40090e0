import type { Host } from './create-host.ts'

/** What `--json` prints once everything listens; a program that started Openslot has all it needs in it. */
export function readyLine(
  host: Host,
  run: { readonly host: 'electron' | 'headless'; readonly dataDir: string; readonly startedInMs: number },
) {
  const { clientId, clientSecret, sub, accessToken } = host.credentials
  return {
    event: 'ready' as const,
    host: run.host,
    ...host.addresses(),
    clientId,
    clientSecret,
    sub,
    accessToken,
    dataDir: run.dataDir,
    startedInMs: Math.round(run.startedInMs),
  }
}
