import { withConflictRetry } from '../commercetools/conflict';
import { Conflict } from '../commercetools/documents';
import { getOrder } from '../commercetools/orders';
import type { DespatchParts } from './booking';
import type { Case } from './cases';
import type { Failure } from './outcome';
import { createUnserved } from './unserved';

const KEEPS_CHANGING: Failure = {
  kind: 'failed',
  reason: 'The order keeps changing; it is looked at again.',
};

/**
 * Works on orders round by round: what Peoplevox has of them is read after the orders were, for all of them at once;
 * orders that changed meanwhile are read again, and Peoplevox after them. So an older reading never overwrites what a
 * newer one wrote.
 * @param read what Peoplevox has; a Failure is the outcome of every order of the round
 * @param work rejects with Conflict when the order changed meanwhile
 * @returns outcomes by sales order number
 * @throws CommercetoolsError where it serves none of the orders, and whatever else `read` and `work` reject with
 */
export async function inRounds<Truth extends object, Outcome>(
  { api, world }: Pick<DespatchParts, 'api' | 'world'>,
  cases: readonly Case[],
  read: (cases: readonly Case[]) => Promise<Truth | Failure>,
  work: (one: Case, truth: Truth) => Promise<ReadonlyMap<string, Outcome>>,
): Promise<Map<string, Outcome | Failure>> {
  const outcomes = new Map<string, Outcome | Failure>();
  const unserved = createUnserved<Case>();
  let pending = cases;

  async function readAgain(): Promise<Case[]> {
    const fresh: Case[] = [];
    await unserved.each(pending, async (one) => {
      const order = await getOrder(api, one.order.id);
      // Deleted this very moment: the next look finds that out.
      fresh.push(order === undefined ? one : { ...one, order });
    });
    return fresh;
  }

  function endAll(some: readonly Case[], failure: Failure): void {
    for (const { numbers } of some) for (const number of numbers) outcomes.set(number, failure);
  }

  async function round(attempt: number): Promise<void> {
    const fresh = attempt === 1 ? pending : await readAgain();
    const truth = await read(fresh);
    const overtaken: Case[] = [];
    if (isFailure(truth)) endAll(fresh, truth);
    else
      await unserved.each(fresh, async (one) => {
        try {
          for (const [number, outcome] of await work(one, truth)) outcomes.set(number, outcome);
        } catch (error) {
          if (!(error instanceof Conflict)) throw error;
          overtaken.push(one);
        }
      });
    pending = overtaken;
    if (pending.length > 0) throw new Conflict('Orders changed while they were worked on.');
  }

  if (cases.length > 0)
    await withConflictRetry({ world }, round).catch((error: unknown) => {
      if (!(error instanceof Conflict)) throw error;
    });
  endAll(pending, KEEPS_CHANGING);
  for (const { item, failure } of unserved.failures()) endAll([item], failure);
  return outcomes;
}

function isFailure(truth: object): truth is Failure {
  return 'kind' in truth && truth.kind === 'failed';
}
