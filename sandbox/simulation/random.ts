import type { Random } from '../../shared/src/runtime';

/**
 * The same seed gives the same numbers, on every machine: a run can be repeated. The generator is mulberry32
 * (32 bits of state, period 2^32): good enough to vary a simulation, not for secrets.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
