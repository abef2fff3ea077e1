import { BreakerOpen, type Breaker } from '../runtime/breaker';
import type { CallBudget, Reservation } from '../runtime/call-budget';
import { DeadlineExceeded, withDeadline } from '../runtime/clock';
import type { Log } from '../runtime/log';
import { retryAfterMs } from '../runtime/retry-after';
import type { World } from '../runtime/world';
import { RowRefused } from './csv';
import { envelope, NAMESPACE, type Operation, type SessionCredentials, type SoapRequest } from './envelope';
import { CallFailed, networkFailure, speaksOfLostSession, speaksOfThrottling } from './failure';
import { readReply, type DetailSink, type Fault, type Reply, type Result } from './reply';
import { UnreadableReply } from './unreadable';

interface ExchangeParts {
  /** Of the integration service. */
  readonly url: string;
  readonly world: World;
  readonly budget: CallBudget;
  readonly breaker: Breaker;
  readonly log: Log;
  /** Must not leave the room in Peoplevox's words, should it repeat them. */
  readonly secrets: readonly string[];
}

export interface ExchangeOptions {
  readonly request: SoapRequest;
  readonly credentials?: SessionCredentials;
  readonly sink?: DetailSink;
  readonly timeoutMs: number;
  readonly reservation?: Reservation;
  readonly notAfter?: number;
}

/** What one run of the machinery below needs to know. */
interface Job extends ExchangeOptions {
  readonly body: string;
}

/**
 * One request, one reply, with its place in the budget, its deadline and the breaker. Resolves with Peoplevox's result,
 * be it a refusal (ResponseId -1); rejects with CallFailed for everything else, and with UnsendableText before anything
 * is sent.
 */
export type Exchange = (options: ExchangeOptions) => Promise<Result>;

function throttled(
  operation: Operation,
  executed: 'no' | 'perhaps',
  down: boolean,
  waitMs?: number,
): CallFailed {
  return new CallFailed(operation, 'throttled', `Peoplevox asks for fewer requests (${operation}).`, {
    executed,
    down,
    passing: false,
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
  });
}

function unreadable(operation: Operation, status: number, fault: UnreadableReply): CallFailed {
  const kind = status >= 500 ? 'unavailable' : 'unreadable';
  const advice = status >= 300 && status < 500 ? ' Check PEOPLEVOX_URL and PEOPLEVOX_CLIENT_ID.' : '';
  return new CallFailed(
    operation,
    kind,
    `Peoplevox's reply to ${operation} (HTTP ${status}) cannot be read: ${fault.message}.${advice}`,
    { executed: 'perhaps', down: true, passing: true },
  );
}

/** A fault is an answer: the service is up, whatever it thinks of the request. */
function faultFailure(operation: Operation, fault: Fault): CallFailed {
  const refused = fault.blame === 'client';
  return new CallFailed(
    operation,
    refused ? 'refused' : 'unavailable',
    `Peoplevox ${refused ? 'did not accept' : 'failed to process'} ${operation}: ${fault.words}`,
    { executed: refused ? 'no' : 'in-part', down: false, passing: !refused },
  );
}

function settleReply(operation: Operation, reply: Reply): Result {
  const words = reply.kind === 'fault' ? reply.words : reply.detail;
  const nothingDone =
    reply.kind === 'fault' ||
    (reply.responseId !== 0 && reply.totalCount <= 0 && reply.statuses.length === 0);
  if (nothingDone && speaksOfThrottling(words)) throw throttled(operation, 'no', false);
  if (reply.kind === 'result') return reply;
  if (!speaksOfLostSession(words)) throw faultFailure(operation, reply);
  return {
    kind: 'result',
    responseId: -1,
    totalCount: 0,
    detail: words,
    statuses: [],
    errorCode: '',
    importingQueueId: 0,
  };
}

function tooLate(operation: Operation): CallFailed {
  const message = `${operation} was not sent any more: its time was over before its turn came.`;
  return new CallFailed(operation, 'unavailable', message, { executed: 'no', down: false, passing: false });
}

export function createExchange({ url, world, budget, breaker, log, secrets }: ExchangeParts): Exchange {
  /** Peoplevox's words, in whichever place; what was asked for stays as it is, a password may well be part of it. */
  const withoutSecrets = (reply: Reply, { request, credentials }: Job): Reply => {
    const clean = (words: string) =>
      [...secrets, credentials?.sessionId ?? '']
        .filter((secret) => secret !== '')
        .reduce((text, secret) => text.replaceAll(secret, '***'), words);
    if (reply.kind === 'fault') return { ...reply, words: clean(reply.words) };
    const isAnswer = reply.responseId === 0 && request.operation !== 'SaveData';
    return isAnswer ? reply : { ...reply, detail: clean(reply.detail) };
  };

  /** The state of a budget must not change what is known about a call that was made; the budget recovers by time. */
  const tellBudget = async (told: Promise<void>) => {
    try {
      await told;
    } catch (error) {
      log.warn('The call budget could not be updated.', {
        reason: error instanceof Error ? error.name : 'unknown',
      });
    }
  };

  const readResponse = async (response: Response, job: Job, signal: AbortSignal) => {
    const { operation } = job.request;
    const { status, body } = response;
    if (status === 429 || status === 503) {
      await body?.cancel();
      const waitMs = retryAfterMs(response.headers.get('retry-after'), world.clock.now());
      throw throttled(
        operation,
        status === 429 ? 'no' : 'perhaps',
        status === 503 && waitMs === undefined,
        waitMs,
      );
    }
    try {
      if (!body) throw new UnreadableReply('it is empty');
      const reply = await readReply(body, operation, job.sink, signal);
      return settleReply(operation, withoutSecrets(reply, job));
    } catch (error) {
      if (error instanceof UnreadableReply) throw unreadable(operation, status, error);
      throw error;
    }
  };

  const send = async (job: Job, signal: AbortSignal) => {
    const response = await world.fetch(url, {
      method: 'POST',
      // A redirect would carry the session to wherever it points.
      redirect: 'manual',
      headers: {
        'content-type': 'text/xml; charset=utf-8',
        soapaction: `"${NAMESPACE}${job.request.operation}"`,
      },
      body: job.body,
      signal,
    });
    return readResponse(response, job, signal);
  };

  const attempt = async (job: Job): Promise<Result> => {
    const { operation } = job.request;
    const { timeoutMs } = job;
    try {
      return await withDeadline(world.clock, timeoutMs, (signal) => send(job, signal));
    } catch (error) {
      if (error instanceof CallFailed || error instanceof RowRefused) throw error;
      if (!(error instanceof DeadlineExceeded)) throw networkFailure(operation, error);
      const message = `Peoplevox did not answer ${operation} within ${timeoutMs} ms.`;
      throw new CallFailed(operation, 'unavailable', message, {
        executed: 'perhaps',
        down: true,
        passing: false,
      });
    }
  };

  const inSlot = async (job: Job, slot: Pick<Reservation, 'begin' | 'end'>): Promise<Result> => {
    const { operation } = job.request;
    // Asked last: from here on nothing waits before the request leaves.
    if (job.notAfter !== undefined && world.clock.now() >= job.notAfter) throw tooLate(operation);
    const work = async () => {
      slot.begin();
      const startedAt = world.clock.now();
      try {
        return await attempt(job);
      } finally {
        slot.end();
        log.debug('Peoplevox was called.', { operation, tookMs: world.clock.now() - startedAt });
      }
    };
    try {
      return await breaker.run(work, (error) => error instanceof CallFailed && error.facts.down);
    } catch (error) {
      if (!(error instanceof BreakerOpen)) throw error;
      const message = `Peoplevox is not called for now, because it failed repeatedly (${operation}).`;
      throw new CallFailed(operation, 'unavailable', message, {
        executed: 'no',
        down: false,
        passing: false,
        retryAfterMs: error.retryAfterMs,
      });
    }
  };

  /** A caller who holds a reservation would otherwise wait for as long as it is held, when it fills the whole share. */
  const ownReservation = async ({
    reservation,
    request: { operation },
    timeoutMs,
  }: Job): Promise<Reservation> => {
    if (!reservation) return budget.reserve(1);
    try {
      return await withDeadline(world.clock, timeoutMs, (signal) => budget.reserve(1, signal));
    } catch (error) {
      if (!(error instanceof DeadlineExceeded)) throw error;
      const message = `The request limit had no place left for ${operation} within ${timeoutMs} ms; it was not sent.`;
      throw new CallFailed(operation, 'unavailable', message, {
        executed: 'no',
        down: false,
        passing: false,
      });
    }
  };

  const withSlot = async (job: Job): Promise<Result> => {
    // Taking from the caller's reservation first cannot wait for a slot that the same reservation holds.
    if (job.reservation && job.reservation.left > 0) return inSlot(job, job.reservation);
    const own = await ownReservation(job);
    try {
      return await inSlot(job, own);
    } finally {
      await tellBudget(own.settle());
    }
  };

  return async (options) => {
    const job = { ...options, body: envelope(options.request, options.credentials) };
    try {
      return await withSlot(job);
    } catch (error) {
      if (error instanceof CallFailed && error.error.kind === 'throttled') {
        log.warn('Peoplevox throttles us.', {
          operation: options.request.operation,
          retryAfterMs: error.facts.retryAfterMs,
        });
        await tellBudget(budget.throttled(error.facts.retryAfterMs));
      }
      throw error;
    }
  };
}
