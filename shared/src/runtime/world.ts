import { systemClock, type Clock } from './clock';

/** A number in [0, 1). */
export type Random = () => number;
export type Fetch = typeof globalThis.fetch;

/** All that is not computation. Production takes `systemWorld`; tests and the simulation bring their own. */
export interface World {
  readonly clock: Clock;
  readonly random: Random;
  readonly fetch: Fetch;
}

export const systemWorld: World = {
  clock: systemClock,
  random: Math.random,
  fetch: (input, init) => globalThis.fetch(input, init),
};

/** Name of a run that begins `now` (ms since the epoch): time in UTC and a few letters, so that runs are told apart and sort. */
export function runName(now: number, random: Random): string {
  const time = new Date(now).toISOString().replace(/[-:]/g, '').slice(0, 15);
  return `${time}-${uuid(random).slice(0, 8)}`;
}

const HEX = '0123456789abcdef';

/** A version 4 UUID drawn from the injected randomness. Unique, not secret. */
export function uuid(random: Random): string {
  let text = '';
  for (const place of 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx') {
    if (place === 'x') text += HEX.charAt(random() * 16);
    else if (place === 'y') text += HEX.charAt(8 + ((random() * 16) & 0x3));
    else text += place;
  }
  return text;
}
