import { placeOrder } from '../../simulation/merchant';
import type { Narrator } from '../narrator';
import { comesTrue, type Stage } from '../stage';
import { statusOf, syncedAs } from '../views';

export async function duplicate(stage: Stage, narrator: Narrator): Promise<void> {
  narrator.chapter('The same message three times');
  const order = placeOrder(stage.commercetools, 'GB-1008', [{ sku: 'TRAY', quantity: 1 }]);
  await comesTrue(() => syncedAs(stage, order.id) !== undefined);
  const saves = () => stage.peoplevox.journal.filter(({ operation }) => operation === 'SaveData').length;
  const before = saves();
  const subscription = stage.commercetools.project.collections.subscription.find(
    'key',
    'peoplevox-order-export',
  );
  const acknowledged = stage.connect.broker('order-export').stats().acknowledged;
  const message = {
    notificationType: 'Message',
    type: 'OrderCreated',
    id: 'again',
    resource: { typeId: 'order', id: order.id },
  };
  await stage.connect.publish(subscription?.destination, message, { copies: 3 });
  await comesTrue(() => stage.connect.broker('order-export').stats().acknowledged >= acknowledged + 3);
  narrator.expect('nothing is sent to Peoplevox again', saves() - before, 0);
  narrator.expect('there is one sales order', statusOf(stage, 'GB-1008'), 'Allocated, 1 line(s)');
}
