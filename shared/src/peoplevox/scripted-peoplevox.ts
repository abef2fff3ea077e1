import { BreakerOpen, type Breaker } from '../runtime/breaker';
import type { CallBudget } from '../runtime/call-budget';
import type { Clock } from '../runtime/clock';
import type { LogFacts } from '../runtime/log';
import type { PeoplevoxSettings } from './calls';
import type { PeoplevoxClient } from './client';
import { createPeoplevoxClient } from './create-client';

/** For this room's tests: a Peoplevox that answers from a script, and all that a client needs around it. */
interface Call {
  readonly url: string;
  readonly operation: string;
  readonly body: string;
  readonly init: RequestInit;
}

type Answer = Response | Error;
type Script = (call: Call) => Answer | Promise<Answer>;

export const escapeXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\r', '&#xD;');

/** The reply as ASMX writes it. `rest` follows Detail. */
export function resultXml(
  operation: string,
  responseId: number,
  totalCount: number,
  detail: string,
  rest = '',
): string {
  return (
    '<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">' +
    `<soap:Body><${operation}Response xmlns="http://www.peoplevox.net/"><${operation}Result>` +
    `<ResponseId>${responseId}</ResponseId><TotalCount>${totalCount}</TotalCount>` +
    `<Detail>${escapeXml(detail)}</Detail>${rest}` +
    `</${operation}Result></${operation}Response></soap:Body></soap:Envelope>`
  );
}

export function faultXml(code: string, words: string): string {
  return (
    '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault>' +
    `<faultcode>${code}</faultcode><faultstring>${escapeXml(words)}</faultstring><detail/>` +
    '</soap:Fault></soap:Body></soap:Envelope>'
  );
}

export const ok = (operation: string, detail: string, totalCount = 1, rest = '') =>
  new Response(resultXml(operation, 0, totalCount, detail, rest));

export const refused = (operation: string, detail: string, totalCount = 0, rest = '') =>
  new Response(resultXml(operation, -1, totalCount, detail, rest));

/** As fetch fails: the code sits in the cause. */
export const networkError = (code: string) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });

/** Longer than any chain of promises and stream steps between two timers. */
const TURNS = 200;

/** Time that stands still until a promise needs it. */
export function manualClock(start = Date.UTC(2026, 0, 15, 12)) {
  let now = start;
  const timers = new Map<symbol, { readonly at: number; readonly run: () => void }>();
  const clock: Clock = {
    now: () => now,
    after: (delayMs, run) => {
      const key = Symbol('timer');
      timers.set(key, { at: now + delayMs, run });
      return () => void timers.delete(key);
    },
  };
  const breathe = async () => {
    for (let turn = 0; turn < TURNS; turn += 1)
      await new Promise<void>((resolve) => process.nextTick(resolve));
  };
  const fireNext = () => {
    const next = [...timers].sort(([, one], [, other]) => one.at - other.at)[0];
    if (!next) throw new Error('Nothing is left to wait for.');
    const [key, { at, run }] = next;
    timers.delete(key);
    now = Math.max(now, at);
    run();
  };
  return {
    clock,
    breathe,
    advance(ms: number) {
      now += ms;
    },
    /** Waits for the promise, letting time pass timer by timer as long as nothing else happens. */
    async finish<T>(promise: Promise<T>): Promise<T> {
      const state = { isPending: true };
      const settled = () => {
        state.isPending = false;
      };
      promise.then(settled, settled);
      await breathe();
      while (state.isPending) {
        fireNext();
        await breathe();
      }
      return promise;
    },
  };
}

/** Grants at once and remembers what was asked of it. */
export function openBudget() {
  const seen = { reserved: 0, begun: 0, ended: 0, settled: 0, throttled: [] as (number | undefined)[] };
  const budget: CallBudget = {
    share: 7,
    reserve: (calls) => {
      seen.reserved += calls;
      let left = calls;
      return Promise.resolve({
        get left() {
          return left;
        },
        begin: () => {
          if (left === 0) throw new Error('nothing left in the reservation');
          left -= 1;
          seen.begun += 1;
        },
        end: () => {
          seen.ended += 1;
        },
        settle: () => {
          seen.settled += 1;
          return Promise.resolve();
        },
      });
    },
    throttled: (retryAfterMs) => {
      seen.throttled.push(retryAfterMs);
      return Promise.resolve();
    },
  };
  return { budget, seen };
}

/** Lets everything through and notes what it was told to count; `trip` opens it. */
export function notingBreaker() {
  const noted: boolean[] = [];
  let isOpen = false;
  const breaker: Breaker = {
    async run(work, isFailure) {
      if (isOpen) throw new BreakerOpen(9000);
      try {
        const result = await work();
        noted.push(false);
        return result;
      } catch (error) {
        noted.push(isFailure(error));
        throw error;
      }
    },
  };
  return {
    breaker,
    noted,
    trip: () => {
      isOpen = true;
    },
  };
}

export const SECRET_WORD = 'pä$$word-1';
export const SESSION = '0b5e1c1e-0000-4000-8000-00000000000';

interface Desk {
  readonly client: PeoplevoxClient;
  readonly calls: Call[];
  readonly lines: string[];
  readonly time: ReturnType<typeof manualClock>;
  readonly budget: ReturnType<typeof openBudget>;
  readonly breaker: ReturnType<typeof notingBreaker>;
  /** The operations called, in order. */
  operations(): string[];
}

/** A client before a script. Log-ins succeed with session ids `…1`, `…2`… unless `logIn` answers them. */
export function desk(script: Script, logIn?: Script, settings: Partial<PeoplevoxSettings> = {}): Desk {
  const calls: Call[] = [];
  const lines: string[] = [];
  const time = manualClock();
  const budget = openBudget();
  const breaker = notingBreaker();
  let sessions = 0;
  const welcome: Script = () => {
    sessions += 1;
    return ok('Authenticate', `acme,${SESSION}${sessions}`);
  };
  const fetch: typeof globalThis.fetch = async (input, init = {}) => {
    const action = new Headers(init.headers).get('soapaction') ?? '';
    const operation = action.replaceAll('"', '').replace('http://www.peoplevox.net/', '');
    const url = input instanceof Request ? input.url : input.toString();
    const call: Call = { url, operation, body: typeof init.body === 'string' ? init.body : '', init };
    calls.push(call);
    const answer = await (operation === 'Authenticate' ? (logIn ?? welcome) : script)(call);
    if (answer instanceof Response) return answer;
    throw answer;
  };
  const write = (message: string, facts?: LogFacts) =>
    void lines.push(`${message} ${JSON.stringify(facts ?? {})}`);
  const client = createPeoplevoxClient({
    settings: {
      url: 'https://wms.example/',
      clientId: 'acme',
      username: 'api-user',
      password: SECRET_WORD,
      passwordEncoding: 'base64',
      ...settings,
    },
    world: { clock: time.clock, random: () => 0.5, fetch },
    budget: budget.budget,
    breaker: breaker.breaker,
    log: { debug: write, info: write, warn: write, error: write },
  });
  return {
    client,
    calls,
    lines,
    time,
    budget,
    breaker,
    operations: () => calls.map((call) => call.operation),
  };
}

/** Answers in turn; the last one again and again. */
export function inTurn(...answers: readonly (() => Answer | Promise<Answer>)[]): Script {
  let turn = 0;
  return () => {
    const answer = answers[Math.min(turn, answers.length - 1)];
    turn += 1;
    return answer ? answer() : new Error('the script is empty');
  };
}
