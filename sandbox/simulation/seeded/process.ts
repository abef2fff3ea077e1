import type { World } from '../../../shared/src/runtime';

/** One process of an application: it sees the world through its own clock, and dies without a word. */
export interface Process {
  readonly world: World;
  readonly isAlive: () => boolean;
  end(): void;
  /** It dies at the `nth` call from now: before the request leaves, or after it was carried out and before the reply. */
  crashAt(nth: number, when: 'before' | 'after'): void;
}

export interface ProcessOptions {
  /** What its clock shows beside the true time, milliseconds. */
  readonly skewMs?: number;
  readonly onDeath?: () => void;
}

/** After the end nothing comes back: no timer fires, no reply arrives. */
export function startProcess(world: World, { skewMs = 0, onDeath }: ProcessOptions = {}): Process {
  let alive = true;
  let crash: { nth: number; readonly when: 'before' | 'after' } | undefined;
  const never = new Promise<never>(() => undefined);

  function end(): void {
    if (!alive) return;
    alive = false;
    onDeath?.();
  }

  /** Whether this call is the one to die at. */
  function isLast(): boolean {
    if (crash === undefined) return false;
    crash.nth -= 1;
    return crash.nth <= 0;
  }

  return {
    isAlive: () => alive,
    end,
    crashAt: (nth, when) => {
      crash = { nth, when };
    },
    world: {
      random: world.random,
      clock: {
        now: () => world.clock.now() + skewMs,
        after: (delayMs, run) => world.clock.after(delayMs, () => (alive ? run() : undefined)),
      },
      fetch: async (input, init) => {
        if (!alive) return never;
        const dies = isLast();
        if (dies && crash?.when === 'before') {
          end();
          return never;
        }
        const reply = await world.fetch(input, init);
        if (dies) end();
        return alive ? reply : never;
      },
    },
  };
}
