import { placeOrder } from '../../simulation/merchant';
import type { Narrator } from '../narrator';
import { comesTrue, type Stage } from '../stage';
import { availableOf, soldFrom } from '../views';

const CHANGES = 'Incremental Changes Report v1';

export async function saleMeanwhile(stage: Stage, narrator: Narrator): Promise<void> {
  narrator.chapter('Trays arrive, and some are sold while their number is being read');
  const { journal, warehouse } = stage.peoplevox;
  warehouse.receiveStock({ itemCode: 'TRAY', quantity: 50 });
  narrator.note(`50 trays are received; the warehouse has ${availableOf(stage, 'TRAY')}.`);
  const before = journal.length;
  const run = stage.connect.job('inventory-import').run();
  await comesTrue(() => journal.slice(before).some(({ template }) => template === CHANGES), 60_000, 5);
  placeOrder(stage.commercetools, 'GB-1010', [{ sku: 'TRAY', quantity: 4 }]);
  narrator.note('The run has read the 150. Before it can write, a customer buys 4.');
  await run;
  narrator.expect('it writes 146, not 150', soldFrom(stage, 'TRAY'), 146);
}
