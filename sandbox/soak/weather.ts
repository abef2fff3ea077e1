import type { FaultDial } from '../commercetools';
import type { CallbackFate, FaultHook } from '../peoplevox';

/** Share of calls to each side that go wrong. */
const SHARE = 0.03;

/** What goes wrong between the connector and both systems, from `begin` to `clear`; counted by kind. */
export function createWeather(random: () => number) {
  const seen = new Map<string, number>();
  let isFine = true;
  const count = (kind: string) => seen.set(kind, (seen.get(kind) ?? 0) + 1);
  const pick = <T>(choices: readonly T[]): T | undefined => choices[Math.floor(random() * choices.length)];

  const commercetools: FaultDial = () => {
    if (isFine || random() >= SHARE) return undefined;
    const fault = pick([
      { status: 503 },
      { status: 502 },
      { status: 429, headers: { 'retry-after': '1' } },
      'reset',
      'reply-lost',
      { delayMs: 1_500 },
    ] as const);
    count(`commercetools ${typeof fault === 'string' ? fault : JSON.stringify(fault)}`);
    return fault;
  };

  const peoplevox: FaultHook = () => {
    if (isFine || random() >= SHARE) return undefined;
    const fault = pick([
      { kind: 'http', status: 503 },
      { kind: 'reset' },
      { kind: 'reply-lost' },
      { kind: 'html' },
      { kind: 'truncated' },
      { kind: 'session-lost' },
      { kind: 'delay', ms: 2_000 },
    ] as const);
    count(`Peoplevox ${fault?.kind}`);
    return fault;
  };

  const callback: CallbackFate = () => {
    if (isFine) return 'deliver';
    const at = random();
    if (at < 0.2) {
      count('callback lost');
      return 'lose';
    }
    return at < 0.4 ? 'repeat' : 'deliver';
  };

  return {
    commercetools,
    peoplevox,
    callback,
    begin: () => {
      isFine = false;
    },
    clear: () => {
      isFine = true;
    },
    /** Faults so far, by kind. */
    seen: (): ReadonlyMap<string, number> => seen,
  };
}
