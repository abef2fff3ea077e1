/** Works on all items, at most `cap` at a time; ends with the first error, after those under way have ended. */
export async function inFlight<T>(
  items: readonly T[],
  cap: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  let failure: { readonly error: unknown } | undefined;
  const lane = async () => {
    while (failure === undefined) {
      const index = next;
      next += 1;
      const item = items[index];
      if (item === undefined || index >= items.length) return;
      try {
        await work(item);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(cap, items.length) }, lane));
  if (failure !== undefined) throw failure.error;
}

/** Lets at most `cap` pieces of work run at a time, whoever brings them, in the order in which they come. */
export function createLanes(cap: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = cap;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => void waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}

/** Cuts into parts of at most `size`, none of them empty. */
export function inChunks<T>(items: readonly T[], size: number): [T, ...T[]][] {
  const chunks: [T, ...T[]][] = [];
  for (let from = 0; from < items.length; from += size)
    chunks.push(items.slice(from, from + size) as [T, ...T[]]);
  return chunks;
}
