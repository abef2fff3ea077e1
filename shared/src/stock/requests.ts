import { z } from 'zod';
import { Conflict, type Documents } from '../commercetools/documents';

const CONTAINER = 'peoplevox-connector';
/** A person asks for a full comparison; the value says nothing. */
export const REQUEST_FULL = 'request-stock-full';
/** A person confirms a stopped run: `{ run }`. */
export const REQUEST_CONFIRM = 'request-stock-confirm';

const confirmation = z.looseObject({ run: z.string() });

export interface Requests {
  readonly full: boolean;
  /** The run that a person confirms. */
  readonly confirmed: string | undefined;
  /** Removes them; to be called once what they ask for is kept elsewhere. */
  done(): Promise<void>;
}

export async function readRequests(documents: Documents): Promise<Requests> {
  const [full, confirm] = await Promise.all([
    documents.read<unknown>(CONTAINER, REQUEST_FULL),
    documents.read<unknown>(CONTAINER, REQUEST_CONFIRM),
  ]);
  return {
    full: full !== undefined,
    confirmed: confirmation.safeParse(confirm?.value).data?.run,
    done: async () => {
      for (const request of [full, confirm]) {
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
