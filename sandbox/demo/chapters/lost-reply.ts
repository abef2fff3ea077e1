import { placeOrder } from '../../simulation/merchant';
import type { Narrator } from '../narrator';
import { comesTrue, type Stage } from '../stage';
import { statusOf, syncedAs } from '../views';

export async function lostReply(stage: Stage, narrator: Narrator): Promise<void> {
  narrator.chapter('Peoplevox takes the header and the connection breaks before it can say so');
  stage.peoplevox.faults.set({
    operation: 'SaveData',
    template: 'Sales orders',
    fault: { kind: 'reply-lost' },
  });
  const order = placeOrder(stage.commercetools, 'GB-1009', [{ sku: 'TEAPOT', quantity: 2 }]);
  await comesTrue(() => stage.peoplevox.floor.orders.has('GB-1009'));
  narrator.note(
    `In the warehouse now: ${statusOf(stage, 'GB-1009')}. The connector does not know; the message comes again.`,
  );
  narrator.expect(
    'the connector looks, finds it, and completes it',
    await comesTrue(() => syncedAs(stage, order.id) === 'GB-1009'),
    true,
  );
  narrator.expect('once, with its line', statusOf(stage, 'GB-1009'), 'Allocated, 1 line(s)');
}
