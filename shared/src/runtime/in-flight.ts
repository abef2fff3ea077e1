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

/** Cuts into parts of at most `size`. */
export function inChunks<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let from = 0; from < items.length; from += size) chunks.push(items.slice(from, from + size));
  return chunks;
}
