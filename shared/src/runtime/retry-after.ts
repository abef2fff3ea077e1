/**
 * @param header value of Retry-After: seconds or an HTTP date (RFC 9110 §10.2.3).
 * @param now milliseconds since the epoch.
 * @returns milliseconds to wait from `now`, undefined if the header is absent or means nothing.
 */
export function retryAfterMs(header: string | null | undefined, now: number): number | undefined {
  if (!header) return undefined;
  const seconds = Number(header);
  const ms = Number.isNaN(seconds) ? Date.parse(header) - now : seconds * 1_000;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
