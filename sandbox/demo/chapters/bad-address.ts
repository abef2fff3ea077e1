import { ADDRESS, placeOrder } from '../../simulation/merchant';
import type { Narrator } from '../narrator';
import { comesTrue, type Stage } from '../stage';
import { availableOf, change, exceptionsOf, soldFrom, statusOf, syncedAs } from '../views';

export async function badAddress(stage: Stage, narrator: Narrator): Promise<void> {
  narrator.chapter('An address without postcode');
  const { postalCode: _none, ...incomplete } = ADDRESS;
  const order = placeOrder(stage.commercetools, 'GB-1006', [{ sku: 'MUG-RED', quantity: 2 }], {
    shippingAddress: incomplete,
  });
  const held = () => exceptionsOf(stage).find(({ subject }) => subject.key === 'GB-1006');
  await comesTrue(() => held() !== undefined);
  narrator.note(`Held for ${held()?.owner}: ${held()?.message} → ${held()?.fix}`);
  narrator.expect('nothing of it was sent', statusOf(stage, 'GB-1006'), 'not there');
  await stage.connect.job('inventory-import').run();
  narrator.note(
    `Peoplevox knows nothing of it: ${availableOf(stage, 'MUG-RED')} red mugs are available there.`,
  );
  narrator.expect('its 2 mugs are not sold again meanwhile', soldFrom(stage, 'MUG-RED'), 98);
  await change(stage, order.id, { action: 'setShippingAddress', address: ADDRESS });
  narrator.note('Customer service adds the postcode; nobody touches the connector.');
  narrator.expect(
    'it goes on by itself',
    await comesTrue(() => syncedAs(stage, order.id) === 'GB-1006'),
    true,
  );
  narrator.expect(
    'and its exception is resolved',
    await comesTrue(() => held()?.status === 'resolved'),
    true,
  );
}
