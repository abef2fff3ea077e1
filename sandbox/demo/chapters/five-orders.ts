import { placeOrder } from '../../simulation/merchant';
import type { Narrator } from '../narrator';
import { comesTrue, type Stage } from '../stage';
import { statusOf, syncedAs } from '../views';

export async function fiveOrders(stage: Stage, narrator: Narrator): Promise<void> {
  narrator.chapter('Five customers order at once');
  const placed = [1, 2, 3, 4, 5].map((count) =>
    placeOrder(stage.commercetools, `GB-100${count}`, [
      { sku: 'MUG-BLUE', quantity: count },
      { sku: 'TEAPOT', quantity: 1 },
    ]),
  );
  const exported = () => placed.every(({ id }) => syncedAs(stage, id) !== undefined);
  narrator.expect(
    'all five are confirmed by Peoplevox and marked in commercetools',
    await comesTrue(exported),
    true,
  );
  narrator.expect(
    'GB-1003 is complete and allocated in the warehouse',
    statusOf(stage, 'GB-1003'),
    'Allocated, 2 line(s)',
  );
  narrator.note(
    `They travelled together: ${stage.peoplevox.calls()['SaveData Sales orders'] ?? 0} call(s) for the headers of all five (a sales order is a header, and a row for each line).`,
  );
}
