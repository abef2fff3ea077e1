import { placeOrder } from '../../simulation/merchant';
import type { Narrator } from '../narrator';
import { comesTrue, type Stage } from '../stage';
import { exceptionsOf } from '../views';

export async function unknownSku(stage: Stage, narrator: Narrator): Promise<void> {
  narrator.chapter('A SKU that Peoplevox does not know');
  placeOrder(stage.commercetools, 'GB-1007', [{ sku: 'MUG-GREEN', quantity: 1 }]);
  const held = () => exceptionsOf(stage).find(({ subject }) => subject.key === 'GB-1007');
  await comesTrue(() => held() !== undefined);
  narrator.note(`Held for ${held()?.owner}: ${held()?.message} → ${held()?.fix}`);
  narrator.expect('merchandising is asked to mend it', held()?.code, 'order-sku-unknown');
}
