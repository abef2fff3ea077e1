import { sleep } from '../runtime/clock';
import type { World } from '../runtime/world';
import { Conflict } from './documents';

const FIRST_PAUSE_MS = 50;

/**
 * Runs `work` again, from its reading on, while it rejects with Conflict: at most `attempts` times, after random pauses
 * of up to 50, 100, 200… ms. `work` must read what it decides on inside, and gets the number of its attempt, from 1.
 * @throws the last Conflict, or whatever else `work` rejects with.
 */
export async function withConflictRetry<T>(
  { world, attempts = 5 }: { readonly world: Pick<World, 'clock' | 'random'>; readonly attempts?: number },
  work: (attempt: number) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!(error instanceof Conflict) || attempt >= attempts) throw error;
      await sleep(world.clock, world.random() * FIRST_PAUSE_MS * 2 ** (attempt - 1));
    }
  }
}
