/** The codes of Node and undici for connections that were never made: no byte of the request has left. */
const NEVER_MADE: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What broke a connection: fetch wraps the socket's error in a TypeError whose `cause` has the code. */
interface ConnectionFailure {
  readonly code: string | undefined;
  readonly neverMade: boolean;
}

/** @param thrown what fetch, or the reading of its reply, rejected with */
export function connectionFailure(thrown: unknown): ConnectionFailure {
  const code = codeOf(thrown);
  return { code, neverMade: code !== undefined && NEVER_MADE.has(code) };
}

function codeOf(thrown: unknown): string | undefined {
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  if ('code' in thrown && typeof thrown.code === 'string') return thrown.code;
  return 'cause' in thrown ? codeOf(thrown.cause) : undefined;
}
