import { CommercetoolsError } from '../commercetools/commercetools-error';
import { inFlight } from '../runtime/in-flight';
import type { Failure } from './outcome';

/** Requests to commercetools at a time. */
const CAP = 8;

/**
 * Tells what ails one order from what ails commercetools. It may fail at one order time after time (too large, an API
 * extension that is slow with it) and serve all others: that one failed, and nobody waits for it. Where it serves none,
 * it is away.
 */
export function createUnserved<T>() {
  const unserved: { readonly item: T; readonly error: CommercetoolsError }[] = [];
  let isThere = false;

  return {
    /** Works on all, 8 at a time; what commercetools does not serve now is put aside. */
    each: (items: readonly T[], work: (item: T) => Promise<void>): Promise<void> =>
      inFlight(items, CAP, async (item) => {
        try {
          await work(item);
          isThere = true;
        } catch (error) {
          if (!isUnserved(error)) throw error;
          unserved.push({ item, error });
        }
      }),

    /**
     * What was put aside.
     * @throws CommercetoolsError where nothing else was worked on
     */
    failures(): { readonly item: T; readonly failure: Failure }[] {
      const [first] = unserved;
      if (first !== undefined && !isThere) throw first.error;
      return unserved.map(({ item, error }) => ({
        item,
        failure: { kind: 'failed', reason: error.message },
      }));
    },
  };
}

/** commercetools could not do it now: 5xx, 429, no reply. */
export function isUnserved(error: unknown): error is CommercetoolsError {
  return error instanceof CommercetoolsError && error.transient;
}
