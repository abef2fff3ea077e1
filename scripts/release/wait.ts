import { sleep, type Clock } from '../../shared/src/runtime';

const EVERY_MS = 20_000;

/** Looks until it is over. @throws when it is not within `withinMs` */
export async function waitFor<T>(
  clock: Clock,
  { what, withinMs }: { readonly what: string; readonly withinMs: number },
  look: () => Promise<T>,
  isOver: (seen: T) => boolean,
): Promise<T> {
  const until = clock.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (isOver(seen)) return seen;
    if (clock.now() >= until) throw new Error(`${what} was not over after ${withinMs / 60_000} minutes.`);
    await sleep(clock, EVERY_MS);
  }
}
