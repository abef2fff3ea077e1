import { REQUEST_AUDIT } from 'peoplevox-connector-shared/catalogue';
import { withConflictRetry, type Documents } from 'peoplevox-connector-shared/commercetools';
import type { World } from 'peoplevox-connector-shared/runtime';
import { REQUEST_CONFIRM, REQUEST_FULL } from 'peoplevox-connector-shared/stock';
import * as z from 'zod';
import { operation } from './operation';

const CONTAINER = 'peoplevox-connector';

interface RequestParts {
  readonly documents: Documents;
  readonly world: Pick<World, 'clock' | 'random'>;
}

const left = z.object({ requested: z.string().describe('What was asked for.'), takenUp: z.string() });

/** Leaves a request for a job, which takes it away once it is taken up. Asking twice is asking once. */
async function leaveRequest({ documents, world }: RequestParts, key: string, value: object): Promise<void> {
  await withConflictRetry({ world }, async () => {
    const before = await documents.read(CONTAINER, key);
    const request = { schemaVersion: 1, requestedAt: new Date(world.clock.now()).toISOString(), ...value };
    await documents.write(CONTAINER, key, request, before?.version ?? 0);
  });
}

export function requestOperations(parts: RequestParts) {
  const next = 'At the next tick of the job.';
  return [
    operation({
      method: 'post',
      path: '/stock/full',
      summary: 'Compares all stock and corrects what differs.',
      answers: left,
      run: async () => {
        await leaveRequest(parts, REQUEST_FULL, {});
        return { requested: 'a full comparison of stock', takenUp: next };
      },
    }),
    operation({
      method: 'post',
      path: '/stock/confirm/{run}',
      summary: 'Confirms a stock run that was stopped because it would have set too much to zero.',
      params: z.object({ run: z.string().min(1).max(100).describe('As the exception names it.') }),
      answers: left,
      run: async ({ run }) => {
        await leaveRequest(parts, REQUEST_CONFIRM, { run });
        return { requested: `confirmation of stock run ${run}`, takenUp: next };
      },
    }),
    operation({
      method: 'post',
      path: '/audit/run',
      summary: 'Compares all SKUs with the Item types of Peoplevox.',
      answers: left,
      run: async () => {
        await leaveRequest(parts, REQUEST_AUDIT, {});
        return { requested: 'a SKU audit', takenUp: next };
      },
    }),
  ];
}
