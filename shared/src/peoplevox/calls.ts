import type { Log } from '../runtime/log';
import { retry } from '../runtime/retry';
import type { World } from '../runtime/world';
import type { CallOptions } from './client';
import { soapRequests, type Operation, type SoapRequest } from './envelope';
import { PeoplevoxError } from './errors';
import type { Exchange } from './exchange';
import { CallFailed, speaksOfLostSession } from './failure';
import type { DetailSink, Result } from './reply';
import { createSession } from './session';

export interface PeoplevoxSettings {
  /** Scheme and host, such as `https://wms.peoplevox.net`. */
  readonly url: string;
  readonly clientId: string;
  readonly username: string;
  /** In clear. */
  readonly password: string;
  /** How the password travels: `plain` in the US region (facts/peoplevox §3). */
  readonly passwordEncoding: 'base64' | 'plain';
  /** How long GetReportData may take, which large tenants need minutes for; 20 s if not given. */
  readonly reportSeconds?: number;
}

const READ_TIMEOUT_MS = 20_000;
const WRITE_TIMEOUT_MS = 30_000;
const ATTEMPTS = 3;
const PAUSE_MS = { baseMs: 1000, maxMs: 8000 };
const MAX_WORDS = 500;

/** The password as Peoplevox wants it. */
export function passwordToSend({ password, passwordEncoding }: PeoplevoxSettings): string {
  return passwordEncoding === 'base64' ? Buffer.from(password, 'utf8').toString('base64') : password;
}

interface CallsParts {
  readonly settings: PeoplevoxSettings;
  /** Of the settings, as it travels. */
  readonly password: string;
  readonly exchange: Exchange;
  readonly world: World;
  readonly log: Log;
}

/** Calls within a session, read or write. Both reject with CallFailed or PeoplevoxError. */
export function createCalls({ settings, password, exchange, world, log }: CallsParts) {
  const { clientId, username } = settings;
  const session = createSession(world.clock);

  const readTimeoutMs = (operation: Operation): number =>
    operation === 'GetReportData' && settings.reportSeconds !== undefined
      ? settings.reportSeconds * 1000
      : READ_TIMEOUT_MS;

  const shortened = (words: string) => words.trim().slice(0, MAX_WORDS);

  /** Repeats what failed in passing, but neither what timed out (patience is used up) nor what was throttled. */
  const retrying = <T>(work: () => Promise<T>, mayRepeat: () => boolean = () => true): Promise<T> =>
    retry(
      {
        clock: world.clock,
        random: world.random,
        attempts: ATTEMPTS,
        ...PAUSE_MS,
        isRetryable: (error) => error instanceof CallFailed && error.facts.passing && mayRepeat(),
      },
      work,
    );

  const readSessionId = (result: Result): string => {
    const operation: Operation = 'Authenticate';
    if (result.responseId !== 0) {
      throw new PeoplevoxError(
        'credentials',
        operation,
        `Peoplevox refused the log-in of client ${clientId}: ${shortened(result.detail)} Check PEOPLEVOX_CLIENT_ID, ` +
          'PEOPLEVOX_USERNAME, PEOPLEVOX_PASSWORD and PEOPLEVOX_PASSWORD_ENCODING. Owner: integration.',
      );
    }
    const comma = result.detail.indexOf(',');
    const id = result.detail.slice(comma + 1).trim();
    if (comma < 0 || id === '') {
      throw new PeoplevoxError(
        'unreadable',
        operation,
        'Peoplevox accepted the log-in but named no session.',
      );
    }
    return id;
  };

  const logIn = (options: CallOptions) =>
    retrying(async () => {
      const request = soapRequests.authenticate(clientId, username, password);
      const timeoutMs = options.timeoutMs ?? READ_TIMEOUT_MS;
      const id = readSessionId(await exchange({ request, timeoutMs, ...reservationOf(options) }));
      log.info('Logged in to Peoplevox.', { clientId });
      return id;
    });

  const openSession = async (options: CallOptions): Promise<string> => {
    try {
      return await session.open(() => logIn(options));
    } catch (error) {
      // A log-in that failed says nothing about the call that needed it: that one was never made.
      throw error instanceof CallFailed ? error.error : error;
    }
  };

  const isLost = (result: Result) =>
    result.responseId !== 0 && result.statuses.length === 0 && speaksOfLostSession(result.detail);

  /** Sends in a live session; a lost one is replaced once, since Peoplevox did nothing in it. */
  const inSession = async (
    request: SoapRequest,
    timeoutMs: number,
    options: CallOptions,
    sink?: DetailSink,
  ) => {
    for (let losses = 0; losses < 2; losses += 1) {
      const sessionId = await openSession(options);
      const credentials = { clientId, sessionId };
      const { notAfter } = options;
      const result = await exchange({
        request,
        credentials,
        timeoutMs,
        ...reservationOf(options),
        ...(notAfter !== undefined && { notAfter }),
        ...(sink ? { sink } : {}),
      });
      if (!isLost(result)) {
        session.alive(sessionId);
        return result;
      }
      log.info('Peoplevox ended our session.', { operation: request.operation });
      session.lost(sessionId);
    }
    throw new PeoplevoxError(
      'unavailable',
      request.operation,
      `Peoplevox ended our session twice in a row; ${request.operation} was not executed.`,
    );
  };

  const refuse = (operation: Operation, result: Result): Result => {
    if (result.responseId === 0) return result;
    const words = shortened(result.detail) || 'no reason given';
    const code = result.errorCode === '' ? '' : ` (${result.errorCode})`;
    throw new PeoplevoxError('refused', operation, `Peoplevox refused ${operation}${code}: ${words}`);
  };

  return {
    /** Logs in unless a session is live. */
    async authenticate(options: CallOptions = {}): Promise<void> {
      await openSession(options);
    },

    /** Repeated where safe. `makeSink` is called for each attempt; none is made once `mayRepeat` says no. */
    async read(
      request: SoapRequest,
      options: CallOptions = {},
      makeSink?: () => DetailSink,
      mayRepeat?: () => boolean,
    ): Promise<Result> {
      const timeoutMs = options.timeoutMs ?? readTimeoutMs(request.operation);
      const once = () => inSession(request, timeoutMs, options, makeSink?.());
      return refuse(request.operation, await retrying(once, mayRepeat));
    },

    /** Sent once. The result may be a refusal. */
    write: (request: SoapRequest, options: CallOptions = {}): Promise<Result> =>
      inSession(request, options.timeoutMs ?? WRITE_TIMEOUT_MS, options),

    refuse,
  };
}

function reservationOf({ reservation }: CallOptions): Pick<CallOptions, 'reservation'> {
  return reservation ? { reservation } : {};
}
