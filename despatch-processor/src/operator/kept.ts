import type { Documents } from 'peoplevox-connector-shared/commercetools';
import { AUDIT_RUNS } from 'peoplevox-connector-shared/catalogue';
import { DRIFT_KEY, RUNS_KEY } from 'peoplevox-connector-shared/stock';
import * as z from 'zod';
import { CALLBACKS, readCallbackCounts } from '../callbacks/callback-tally';
import { NotFound, operation } from './operation';

const CONTAINER = 'peoplevox-connector';
/** As reconciliation leaves it. */
const STATUS = 'status';

/** Documents that jobs leave for people are shown as they are. */
const kept = z.looseObject({});
const runs = z.looseObject({ runs: z.array(kept).describe('The newest first.') });

export function keptOperations({ documents }: { readonly documents: Documents }) {
  const read = async (key: string) => (await documents.read<object>(CONTAINER, key))?.value;

  async function runsUnder(key: string) {
    return { runs: [], ...runs.partial().parse((await read(key)) ?? {}) };
  }

  return [
    operation({
      method: 'get',
      path: '/status',
      summary:
        'How the connector is: age of the stock, oldest order and hint that wait, callbacks, open exceptions.',
      answers: z.looseObject({
        callbacks: z.object({
          counts: z.record(z.string(), z.number()),
          lastAt: z.record(z.string(), z.string()),
        }),
      }),
      run: async () => ({
        ...(await read(STATUS)),
        callbacks: readCallbackCounts(await read(CALLBACKS.key)),
      }),
    }),
    operation({
      method: 'get',
      path: '/stock/runs',
      summary: 'The last runs of the stock import.',
      answers: runs,
      run: () => runsUnder(RUNS_KEY),
    }),
    operation({
      method: 'get',
      path: '/audit',
      summary: 'The last SKU audits.',
      answers: runs,
      run: () => runsUnder(AUDIT_RUNS),
    }),
    operation({
      method: 'get',
      path: '/drift',
      summary: 'What the last comparison of both systems found to differ.',
      answers: kept,
      run: async () => {
        const found = await read(DRIFT_KEY);
        if (found === undefined) throw new NotFound('No comparison has been made yet.');
        return { ...found };
      },
    }),
  ];
}
