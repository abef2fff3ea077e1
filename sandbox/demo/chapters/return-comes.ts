import type { Narrator } from '../narrator';
import { comesTrue, type Stage } from '../stage';

export async function returnComes(stage: Stage, narrator: Narrator): Promise<void> {
  narrator.chapter('A customer sends the teapot back');
  const order = () => stage.commercetools.project.collections.order.find('orderNumber', 'GB-1020');
  const returned = () => (order()?.returnInfo ?? []).flatMap(({ items }) => items);
  stage.peoplevox.warehouse.bookReturn({
    salesOrderNumber: 'GB-1020',
    itemCode: 'TEAPOT',
    quantity: 1,
    reusable: true,
    reason: 'Wrong colour',
  });
  await comesTrue(() => returned().length > 0);
  narrator.expect(
    'the order shows one teapot back in stock',
    returned().map(({ quantity, shipmentState }) => `${quantity} ${shipmentState}`),
    ['1 BackInStock'],
  );
}
