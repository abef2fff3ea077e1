import type { Fetch } from '../../shared/src/runtime';
import type { CommercetoolsEmulator } from './core/emulator';
import type { EmulatorRequest } from './core/http';
import { carried, type FaultDial, type Sent } from './faults';

interface FetchOptions {
  /** Of each request, through the emulator's clock. */
  readonly latencyMs?: number;
  readonly faults?: FaultDial;
}

interface Asked {
  readonly request: EmulatorRequest;
  readonly signal: AbortSignal | undefined;
}

function asked(url: URL, init: RequestInit & { readonly text?: string }): Asked {
  const { method = 'GET', text = '', signal } = init;
  return {
    request: {
      method: method.toUpperCase(),
      path: url.pathname,
      query: url.searchParams,
      headers: Object.fromEntries(new Headers(init.headers)),
      ...(text === '' ? {} : { body: text }),
    },
    signal: signal ?? undefined,
  };
}

/** What fetch was given; a Request is made of it only where it must be, for the simulation makes thousands of them. */
async function readAsked(...[input, init = {}]: Parameters<Fetch>): Promise<Asked> {
  const { body } = init;
  if (!(input instanceof Request) && (typeof body === 'string' || body === undefined || body === null))
    return asked(new URL(input), { ...init, text: body ?? '' });
  const request = new Request(input, init);
  const { method, headers, signal } = request;
  return asked(new URL(request.url), { method, headers, signal, text: await request.text() });
}

/** A reply whose text is at hand: no stream is made of it, for the simulation reads thousands of them. */
class TextResponse extends Response {
  constructor(
    private readonly content: string,
    init: ResponseInit,
  ) {
    super(null, init);
  }

  override readonly text = async (): Promise<string> => this.content;
  override readonly json = async (): Promise<unknown> => JSON.parse(this.content);
}

function responseOf({ status, headers, body }: Sent): Response {
  return new TextResponse(body, { status, headers });
}

/** Rejects as fetch does when the signal is aborted, whatever becomes of the work. */
function untilAborted<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
  if (signal === undefined) return work;
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
    const { request, signal } = await readAsked(input, init);
    const work = carried((one) => emulator.handle(one), request, way);
    const reply = await untilAborted(signal, work);
    // The form in which Node's fetch reports a broken connection.
    if (reply === undefined) {
      const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
      throw new TypeError('fetch failed', { cause });
    }
    return responseOf(reply);
  };
}
