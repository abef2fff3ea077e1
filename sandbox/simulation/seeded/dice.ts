import type { Random } from '../../../shared/src/runtime';
import { seededRandom } from '../random';

/** Everything that a seed decides. */
export interface Dice {
  /** A stream of its own for each name: what one part draws does not move what another gets. */
  stream(name: string): Random;
  /** The number of a name in [0, 1), whatever else was drawn and in whatever order. */
  of(name: string): number;
}

export function createDice(seed: number): Dice {
  return {
    stream: (name) => seededRandom(mixed(seed, name)),
    of: (name) => seededRandom(mixed(seed, name))(),
  };
}

/** FNV-1a over the name, begun with the seed. */
function mixed(seed: number, name: string): number {
  let state = (0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1)) >>> 0;
  for (let index = 0; index < name.length; index += 1)
    state = Math.imul(state ^ name.charCodeAt(index), 0x01000193) >>> 0;
  return state;
}

export function chosen<T>(random: Random, options: readonly [T, ...T[]]): T {
  return options[Math.floor(random() * options.length)] ?? options[0];
}

/** A whole number from `least` to `most`, both included. */
export function between(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}
