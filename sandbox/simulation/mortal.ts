import type { World } from '../../shared/src/runtime';

/** The world of one process that can be killed: after the end nothing comes back: no timer fires, no reply arrives. */
export function mortal(world: World): { readonly world: World; end(): void } {
  let ended = false;
  const isOver = () => ended;
  const never = new Promise<never>(() => undefined);
  return {
    world: {
      random: world.random,
      clock: {
        now: () => world.clock.now(),
        after: (delayMs, run) => world.clock.after(delayMs, () => (isOver() ? undefined : run())),
      },
      fetch: async (input, init) => {
        if (isOver()) return never;
        const reply = await world.fetch(input, init);
        return isOver() ? never : reply;
      },
    },
    end: () => {
      ended = true;
    },
  };
}
