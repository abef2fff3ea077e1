import * as z from 'zod';
import type { World } from '../runtime/world';
import { withConflictRetry } from './conflict';
import type { Documents } from './documents';

const CONTAINER = 'peoplevox-connector';
const KEY = 'made';

const record = z.object({ schemaVersion: z.literal(1), ids: z.array(z.string()) });

async function read(documents: Documents) {
  const stored = await documents.read<unknown>(CONTAINER, KEY);
  return { version: stored?.version ?? 0, ids: record.safeParse(stored?.value).data?.ids ?? [] };
}

/**
 * Remembers the id of a Channel or Type that a deployment created. What is not remembered, because it was there before
 * or because the deployment broke off here, is taken for the merchant's and outlives every deployment.
 */
export function rememberMade(
  { documents, world }: { readonly documents: Documents; readonly world: Pick<World, 'clock' | 'random'> },
  id: string,
): Promise<void> {
  return withConflictRetry({ world }, async () => {
    const { version, ids } = await read(documents);
    await documents.write(CONTAINER, KEY, { schemaVersion: 1, ids: [...new Set([...ids, id])] }, version);
  });
}

/** Ids of the Channels and Types that deployments created. */
export async function madeHere(documents: Documents): Promise<ReadonlySet<string>> {
  return new Set((await read(documents)).ids);
}
