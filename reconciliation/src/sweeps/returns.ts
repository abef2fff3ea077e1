import { OwnDocument, type Documents } from 'peoplevox-connector-shared/commercetools';
import type { ReturnBooking, ReturnOutcome } from 'peoplevox-connector-shared/despatch';
import * as z from 'zod';
import type { Sweep } from '../sweep';

const DAY = 86_400_000;
/** How far the first run looks back. */
const FIRST_DAYS = 30;

const memory = z.object({ schemaVersion: z.literal(1), cursor: z.number() });

/** Books every return since the last run, whether a callback announced it or not. */
export function createReturnSweep(documents: Documents, returns: Pick<ReturnBooking, 'book'>): Sweep {
  return {
    name: 'returns',
    asksPeoplevox: true,
    isOn: ({ mode }) => mode.despatch !== 'off',
    run: async ({ lease, now, notBefore }) => {
      const document = new OwnDocument(documents, 'reconciliation-returns', memory, () => lease.assertHeld());
      const first = Math.max(Date.parse(notBefore), now() - FIRST_DAYS * DAY);
      const { cursor, outcomes } = await returns.book((await document.load())?.cursor ?? first);
      await document.save({ schemaVersion: 1, cursor });
      const count = (kind: ReturnOutcome['kind']) =>
        [...outcomes.values()].filter((outcome) => outcome.kind === kind).length;
      const [booked, shadow, open] = [
        count('booked'),
        count('shadow'),
        count('orphan') + count('held') + count('failed'),
      ];
      return {
        outcome: 'done',
        found: booked + shadow + open,
        repaired: booked,
        explained: shadow,
        open,
        details: { unchanged: count('unchanged'), foreign: count('foreign') },
      };
    },
  };
}
