/** A request as the simulator's core sees it. Header names are lower-case; `path` includes the query. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How the adapter spoils the delivery: no reply but a reset connection, or only the first half of the body. */
  readonly spoiled?: 'reset' | 'truncated';
  /** The reply is ready but travels this long. */
  readonly delayMs?: number;
}

export function htmlPage(status: number, title: string, text: string): HttpReply {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1><p>${text}</p><hr></body></html>`,
  };
}

export function json(status: number, value: unknown): HttpReply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value, null, 2),
  };
}
