import type { Fetch } from '../../shared/src/runtime';
import type { CommercetoolsEmulator } from './core/emulator';
import type { EmulatorRequest } from './core/http';
import { carried, type FaultDial, type Sent } from './faults';

export interface FetchOptions {
  /** Of each request, through the emulator's clock. */
  readonly latencyMs?: number;
  readonly faults?: FaultDial;
}

async function requestOf(input: Request): Promise<EmulatorRequest> {
  const url = new URL(input.url);
  const body = await input.text();
  return {
    method: input.method,
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(input.headers),
    ...(body === '' ? {} : { body }),
  };
}

function responseOf({ status, headers, body }: Sent): Response {
  return new Response(body === '' ? null : body, { status, headers });
}

/** Rejects as fetch does when the signal is aborted, whatever becomes of the work. */
function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () =>
      reject(signal.reason instanceof Error ? signal.reason : new DOMException('Aborted', 'AbortError'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** The emulator as a `fetch`, in the same process: any host name leads to it. */
export function emulatorFetch(emulator: CommercetoolsEmulator, options: FetchOptions = {}): Fetch {
  const way = { clock: emulator.project.clock, ...options };
  return async (input, init) => {
    const request = new Request(input, init);
    const work = requestOf(request).then((read) => carried((one) => emulator.handle(one), read, way));
    const reply = await untilAborted(request.signal, work);
    // The form in which Node's fetch reports a broken connection.
    if (reply === undefined) {
      const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
      throw new TypeError('fetch failed', { cause });
    }
    return responseOf(reply);
  };
}
