import { placeOrder } from '../../simulation/merchant';
import type { Narrator } from '../narrator';
import { comesTrue, type Stage } from '../stage';
import { statusOf, syncedAs } from '../views';

const NUMBER = 'GB-1009';

export async function lostReply(stage: Stage, narrator: Narrator): Promise<void> {
  narrator.chapter('Peoplevox takes the header of an order, and the connection breaks before it can say so');
  stage.peoplevox.faults.set({
    operation: 'SaveData',
    template: 'Sales orders',
    fault: { kind: 'reply-lost' },
  });
  placeOrder(stage.commercetools, NUMBER, [{ sku: 'TEAPOT', quantity: 2 }]);
  narrator.expect(
    'its header is in the warehouse, without lines and not allocated',
    await comesTrue(() => statusOf(stage, NUMBER) === 'New, 0 line(s)'),
    true,
  );
  narrator.note(
    'The connector does not know. Nothing else is sent of it for 75 s, for the lost rows may still be on their way.',
  );
}

/** Told later, so that the morning goes on meanwhile. */
export async function foundAgain(stage: Stage, narrator: Narrator): Promise<void> {
  narrator.chapter('The order whose reply was lost');
  const orderId = stage.commercetools.project.collections.order.find('orderNumber', NUMBER)?.id ?? '';
  narrator.expect(
    'its message came again: the connector looked, found it, and completed it',
    await comesTrue(() => syncedAs(stage, orderId) === NUMBER, 150_000),
    true,
  );
  narrator.expect('once, with its line', statusOf(stage, NUMBER), 'Allocated, 1 line(s)');
}
