import { sleep, type Clock } from '../../shared/src/runtime/clock';
import type { Fetch } from '../../shared/src/runtime/world';
import type { PeoplevoxSimulator } from './core';
import type { HttpReply, HttpRequest } from './http';
import { isControlPath } from './control/routes';

export interface Transport {
  readonly clock: Clock;
  /** Round trip of a call, half of it each way. */
  readonly latencyMs?: number | (() => number);
}

const FROZEN_CHECK_MS = 50;

/** Takes a request through the simulator in the transport's time; undefined: the connection was reset or refused. */
export async function travel(
  simulator: PeoplevoxSimulator,
  { clock, latencyMs = 0 }: Transport,
  request: HttpRequest,
): Promise<HttpReply | undefined> {
  if (isControlPath(request.path)) return simulator.handle(request);
  if (simulator.away) return undefined;
  const half = (typeof latencyMs === 'number' ? latencyMs : latencyMs()) / 2;
  if (half > 0) await sleep(clock, half);
  while (simulator.frozen) await sleep(clock, FROZEN_CHECK_MS);
  const arrival = simulator.arrive(request);
  if (arrival.waitMs > 0) await sleep(clock, arrival.waitMs);
  const reply = arrival.answer();
  const back = half + (reply.delayMs ?? 0);
  if (back > 0) await sleep(clock, back);
  return reply.spoiled === 'reset' ? undefined : reply;
}

/** A `fetch` that reaches the simulator without a socket. Rejects as the real one does, also when it is aborted. */
export function simulatorFetch(simulator: PeoplevoxSimulator, transport: Transport): Fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    const body = typeof init?.body === 'string' ? init.body : await request.text();
    const reply = travel(simulator, transport, readRequest(request, body)).then(toResponse);
    return await Promise.race([reply, aborted(request.signal)]);
  };
}

function readRequest(request: Request, body: string): HttpRequest {
  const { pathname, search, host } = new URL(request.url);
  return {
    method: request.method,
    path: decodeURI(pathname) + search,
    headers: { host, ...Object.fromEntries(request.headers) },
    body,
  };
}

function toResponse(reply: HttpReply | undefined): Response {
  if (!reply) throw new TypeError('fetch failed', { cause: connectionReset() });
  const { status, headers, body, spoiled } = reply;
  return new Response(spoiled === 'truncated' ? halfOf(body) : body, { status, headers });
}

function halfOf(body: string): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(body);
  let isSent = false;
  return new ReadableStream({
    pull(controller) {
      if (isSent) controller.error(new TypeError('terminated', { cause: connectionReset() }));
      else controller.enqueue(bytes.subarray(0, bytes.length / 2));
      isSent = true;
    },
  });
}

function connectionReset(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const giveUp = (): void => {
      const reason: unknown = signal.reason;
      reject(reason instanceof Error ? reason : new DOMException('This operation was aborted', 'AbortError'));
    };
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
  });
}
