import { placeOrder } from '../../simulation/merchant';
import type { Narrator } from '../narrator';
import { comesTrue, type Stage } from '../stage';
import { exceptionsOf, shipmentOf, syncedAs } from '../views';

export async function shortPick(stage: Stage, narrator: Narrator): Promise<void> {
  narrator.chapter('A mug is broken: the picker finds one too few');
  const { warehouse } = stage.peoplevox;
  const salesOrderNumber = 'GB-1021';
  const { id } = placeOrder(stage.commercetools, salesOrderNumber, [{ sku: 'MUG-BLUE', quantity: 3 }]);
  await comesTrue(() => syncedAs(stage, id) !== undefined);
  warehouse.startWave({ salesOrderNumbers: [salesOrderNumber] });
  warehouse.pick({ salesOrderNumber, lines: [{ itemCode: 'MUG-BLUE', quantity: 2 }] });
  const despatch = warehouse.despatch({ salesOrderNumber, close: true });
  const short = () =>
    exceptionsOf(stage).find(
      ({ code, subject }) => code === 'short-pick' && subject.key === salesOrderNumber,
    );
  await comesTrue(() => short() !== undefined, 90_000);
  narrator.note(`Told to ${short()?.owner}: ${short()?.message} → ${short()?.fix}`);
  narrator.expect(
    'what left is booked, and nothing more is expected',
    await comesTrue(() => shipmentOf(stage, id) === `Shipped: ${despatch} 2 unit(s) none`, 90_000),
    true,
  );
}
