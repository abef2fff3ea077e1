import { sleep, type Clock } from '../../shared/src/runtime';
import type { EmulatorRequest, EmulatorResponse, MaybePromise } from './core/http';

/**
 * What goes wrong with one request on its way: an answer that the emulator never gave; `reset`, the connection breaks
 * before the request is seen; `reply-lost`, the request is carried out and then the connection breaks; a delay on the
 * way in, after which all goes well.
 */
export type Fault =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      readonly delayMs?: number;
    }
  | 'reset'
  | 'reply-lost'
  | { readonly delayMs: number };

export type FaultDial = (request: EmulatorRequest) => Fault | undefined;

/** An answer as it leaves: the body as text. */
export interface Sent {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface WayOptions {
  readonly clock: Clock;
  readonly latencyMs?: number;
  readonly faults?: FaultDial;
}

function sent({ status, headers, body }: EmulatorResponse): Sent {
  return { status, headers, body: body === undefined ? '' : JSON.stringify(body) };
}

/** Carries one request over the imagined wire; undefined: the connection broke. */
export async function carried(
  handle: (request: EmulatorRequest) => MaybePromise<EmulatorResponse>,
  request: EmulatorRequest,
  { clock, latencyMs = 0, faults }: WayOptions,
): Promise<Sent | undefined> {
  const fault = faults?.(request);
  const delayMs = latencyMs + (typeof fault === 'object' ? (fault.delayMs ?? 0) : 0);
  if (delayMs > 0) await sleep(clock, delayMs);
  if (fault === 'reset') return undefined;
  if (typeof fault === 'object' && 'status' in fault)
    return { status: fault.status, headers: fault.headers ?? {}, body: fault.body ?? '' };
  const response = sent(await handle(request));
  return fault === 'reply-lost' ? undefined : response;
}
