import { NetworkFault } from './network-fault.ts'

/** OpenSSL's and Node's codes for a certificate or handshake that failed. */
export const tlsCodes =
  /^(EPROTO|ERR_TLS|ERR_SSL|CERT|CRL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|ERROR_IN_CERT)/
const brokenOff = ['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ECONNABORTED']

/** What went wrong below, as a fault that names the host; what is no matter of the network stays what it was. */
export function toFault(cause: unknown, host: string, signal: AbortSignal): unknown {
  if (cause instanceof NetworkFault) return cause
  if (signal.aborted) return signal.reason
  if (!(cause instanceof Error) || cause instanceof TypeError) return cause
  const code = String((cause as { code?: unknown }).code ?? 'no code')
  const fault = (kind: NetworkFault['kind'], message: string) => new NetworkFault(kind, message, { cause })
  if (tlsCodes.test(code)) return fault('tls', `${host} could not prove who it is (${code}).`)
  if (
    /^(HPE_|Z_|ERR_ZLIB|ERR_BROTLI|ERR__ERROR_FORMAT|ERR_PADDING|ERR_HTTP)/.test(code) ||
    code.startsWith('ERR__')
  )
    return fault('malformed', `${host} answered in a way that cannot be read (${code}).`)
  if (brokenOff.includes(code)) return fault('unreachable', `The connection to ${host} broke off (${code}).`)
  return fault('unreachable', `${host} could not be reached (${code}).`)
}

/** A name that could not be looked up: unknown, or nobody there to be asked. */
export function toLookupFault(cause: unknown, host: string): NetworkFault {
  const code = String((cause as { code?: unknown }).code ?? 'no code')
  if (['ENOTFOUND', 'ENODATA', 'ENONAME'].includes(code)) return unknownName(host, cause)
  const message = `The name ${host} could not be looked up (${code}). Is this machine online?`
  return new NetworkFault('unreachable', message, { cause })
}

export const unknownName = (host: string, cause?: unknown) =>
  new NetworkFault('not_found_name', `There is no host named ${host}.`, { cause })
