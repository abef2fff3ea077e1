import type { Documents } from 'peoplevox-connector-shared/commercetools';
import {
  MONTH,
  monthEndCsv,
  readPrepared,
  readRows,
  requestMonth,
} from 'peoplevox-connector-shared/despatch';
import type { World } from 'peoplevox-connector-shared/runtime';
import * as z from 'zod';
import { csvOperation, NotFound, operation } from './operation';

interface MonthEndParts {
  readonly documents: Documents;
  readonly world: Pick<World, 'clock'>;
}

const params = z.object({
  month: z
    .string()
    .regex(MONTH, 'must be a month as YYYY-MM')
    .describe('YYYY-MM, in the time zone of the warehouse.'),
});

export function monthEndOperations({ documents, world }: MonthEndParts) {
  return [
    csvOperation({
      path: '/month-end',
      summary:
        'Ordered, exported, despatched, captured, returned and cancelled: one line an order and currency, then totals and tie-outs, each with both sides, and `end`; a file without it was cut off. As reconciliation prepared it last.',
      params,
      run: async ({ month }) => {
        const prepared = await readPrepared(documents, month);
        if (prepared === undefined)
          throw new NotFound(
            `Month ${month} is not prepared. POST to the same address has it prepared at the next run of reconciliation.`,
          );
        return {
          fileName: `month-end-${month}.csv`,
          parts: monthEndCsv(prepared, readRows(documents, prepared)),
        };
      },
    }),
    operation({
      method: 'post',
      path: '/month-end',
      summary: 'Has a month prepared anew.',
      params,
      answers: z.object({ requested: z.string().describe('What was asked for.'), takenUp: z.string() }),
      run: async ({ month }) => {
        await requestMonth(documents, month, world.clock.now());
        return { requested: `month-end of ${month}`, takenUp: 'At the next run of reconciliation.' };
      },
    }),
  ];
}
