import * as z from 'zod';
import { withConflictRetry } from '../commercetools/conflict';
import { Conflict, type Documents } from '../commercetools/documents';
import type { World } from '../runtime/world';

const CONTAINER = 'peoplevox-connector';
/** A person asks for a full comparison; the value says nothing. */
export const REQUEST_FULL = 'request-stock-full';
/** A person confirms a stopped run: `{ run }`. */
export const REQUEST_CONFIRM = 'request-stock-confirm';

/** Someone found these wrong: they are computed again at the next run. `{ skus }`. */
export const REQUEST_SKUS = 'request-stock-skus';

const skuRequest = z.looseObject({ skus: z.array(z.string()) });
const confirmation = z.looseObject({ run: z.string() });

interface Requests {
  readonly full: boolean;
  /** The run that a person confirms. */
  readonly confirmed: string | undefined;
  /** SKUs that are to be computed again. */
  readonly skus: readonly string[];
  /** Removes them; to be called once what they ask for is kept elsewhere. */
  done(): Promise<void>;
}

export async function readRequests(documents: Documents): Promise<Requests> {
  const [full, confirm, again] = await Promise.all([
    documents.read<unknown>(CONTAINER, REQUEST_FULL),
    documents.read<unknown>(CONTAINER, REQUEST_CONFIRM),
    documents.read<unknown>(CONTAINER, REQUEST_SKUS),
  ]);
  return {
    full: full !== undefined,
    confirmed: confirmation.safeParse(confirm?.value).data?.run,
    skus: skuRequest.safeParse(again?.value).data?.skus ?? [],
    done: async () => {
      for (const request of [full, confirm, again]) {
        if (request === undefined) continue;
        try {
          await documents.remove(CONTAINER, request.key, request.version);
        } catch (error) {
          // Somebody asked again meanwhile: taken at the next tick.
          if (!(error instanceof Conflict)) throw error;
        }
      }
    },
  };
}

/** Asks the stock import to compute these SKUs again; joins what was asked for and not done yet. */
export async function requestSkus(
  documents: Documents,
  world: Pick<World, 'clock' | 'random'>,
  skus: readonly string[],
): Promise<void> {
  await withConflictRetry({ world }, async () => {
    const stored = await documents.read<unknown>(CONTAINER, REQUEST_SKUS);
    const before = skuRequest.safeParse(stored?.value).data?.skus ?? [];
    const value = { schemaVersion: 1, skus: [...new Set([...before, ...skus])] };
    await documents.write(CONTAINER, REQUEST_SKUS, value, stored?.version ?? 0);
  });
}
