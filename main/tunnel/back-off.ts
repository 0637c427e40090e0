/**
 * How long to wait before the next try: doubling from `firstMs` up to `capMs`, then spread by up to a quarter either
 * way, so that many organizers whose tunnel server restarts do not all come back in the same second. Never less than
 * `firstMs`: a localtunnel server keeps a name for one second after its last socket closed, and whoever asks sooner
 * is given another.
 * @param attempt 1 for the first wait
 * @param random in [0, 1)
 */
export function backOffMs(attempt: number, firstMs: number, capMs: number, random: number): number {
  const plain = Math.min(capMs, firstMs * 2 ** Math.min(attempt - 1, 30))
  return Math.max(firstMs, Math.round(plain * (0.75 + random / 2)))
}
