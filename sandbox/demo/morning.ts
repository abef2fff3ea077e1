import { z } from 'zod';
import { orderMessages } from '../../order-export/src/messages';
import { ADDRESS, PERSONAL, placeOrder } from '../simulation/merchant';
import type { Narrator } from './narrator';
import { comesTrue, documentsOf, type Stage } from './stage';

export const SKUS = ['MUG-BLUE', 'MUG-RED', 'TEAPOT', 'TRAY'];

const exception = z.object({
  code: z.string(),
  owner: z.string(),
  status: z.string(),
  message: z.string(),
  fix: z.string(),
  subject: z.object({ key: z.string().optional() }),
});
export type Shown = z.infer<typeof exception>;

export function exceptionsOf(stage: Stage): Shown[] {
  return documentsOf(stage, 'peoplevox-exceptions').flatMap((value) => exception.safeParse(value).data ?? []);
}

function statusOf({ peoplevox }: Stage, number: string): string {
  const order = peoplevox.floor.orders.get(number);
  return order === undefined ? 'not there' : `${order.status}, ${order.lines.length} line(s)`;
}

function syncedAs({ commercetools }: Stage, orderId: string): string | undefined {
  return commercetools.project.collections.order.get(orderId)?.syncInfo[0]?.externalId;
}

async function change(stage: Stage, orderId: string, action: object): Promise<void> {
  const version = stage.commercetools.project.collections.order.get(orderId)?.version;
  await stage.asMerchant('POST', `/orders/${orderId}`, { version, actions: [action] });
}

/** A small warehouse morning, told and checked. */
export async function playMorning(stage: Stage, narrator: Narrator): Promise<void> {
  await installation(stage, narrator);
  await orders(stage, narrator);
  await badAddress(stage, narrator);
  await unknownSku(stage, narrator);
  await duplicate(stage, narrator);
  await lostReply(stage, narrator);
  await changes(stage, narrator);
  inTheEnd(stage, narrator);
}

async function installation(stage: Stage, narrator: Narrator): Promise<void> {
  narrator.chapter('The connector is installed');
  const messages = stage.commercetools.project.collections.subscription.find(
    'key',
    'peoplevox-order-export',
  )?.messages;
  narrator.expect(
    'post-deploy subscribed to the order messages',
    messages?.[0]?.types?.length,
    orderMessages.length,
  );
  const [first] = documentsOf(stage, 'peoplevox-connector').filter((value) =>
    JSON.stringify(value).includes('shadow'),
  );
  narrator.expect(
    'the first rules document says shadow: nothing is sent before a person says so',
    first !== undefined,
    true,
  );
  await stage.setRules();
  narrator.note('A person sets mode.orders to "live" and maps shipping to service type RM48.');
}

async function orders(stage: Stage, narrator: Narrator): Promise<void> {
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
    `They travelled together: ${stage.peoplevox.calls()['SaveData Sales orders'] ?? 0} call(s) for five headers.`,
  );
}

async function badAddress(stage: Stage, narrator: Narrator): Promise<void> {
  narrator.chapter('An address without postcode');
  const { postalCode: _none, ...incomplete } = ADDRESS;
  const order = placeOrder(stage.commercetools, 'GB-1006', [{ sku: 'MUG-RED', quantity: 2 }], {
    shippingAddress: incomplete,
  });
  const held = () => exceptionsOf(stage).find(({ subject }) => subject.key === 'GB-1006');
  await comesTrue(() => held() !== undefined);
  narrator.note(`Held for ${held()?.owner}: ${held()?.message} → ${held()?.fix}`);
  narrator.expect('nothing of it was sent', statusOf(stage, 'GB-1006'), 'not there');
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

async function unknownSku(stage: Stage, narrator: Narrator): Promise<void> {
  narrator.chapter('A SKU that Peoplevox does not know');
  placeOrder(stage.commercetools, 'GB-1007', [{ sku: 'MUG-GREEN', quantity: 1 }]);
  const held = () => exceptionsOf(stage).find(({ subject }) => subject.key === 'GB-1007');
  await comesTrue(() => held() !== undefined);
  narrator.note(`Held for ${held()?.owner}: ${held()?.message} → ${held()?.fix}`);
  narrator.expect('merchandising is asked to mend it', held()?.code, 'order-sku-unknown');
}

async function duplicate(stage: Stage, narrator: Narrator): Promise<void> {
  narrator.chapter('The same message three times');
  const order = placeOrder(stage.commercetools, 'GB-1008', [{ sku: 'TRAY', quantity: 1 }]);
  await comesTrue(() => syncedAs(stage, order.id) !== undefined);
  const before = stage.peoplevox.journal.length;
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
  narrator.expect('Peoplevox is not even asked', stage.peoplevox.journal.length - before, 0);
  narrator.expect('there is one sales order', statusOf(stage, 'GB-1008'), 'Allocated, 1 line(s)');
}

async function lostReply(stage: Stage, narrator: Narrator): Promise<void> {
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

async function changes(stage: Stage, narrator: Narrator): Promise<void> {
  narrator.chapter('Customers change their minds');
  const order = (number: string) =>
    stage.commercetools.project.collections.order.find('orderNumber', number)?.id ?? '';
  await change(stage, order('GB-1001'), { action: 'changeOrderState', orderState: 'Cancelled' });
  narrator.expect(
    'GB-1001, not yet picked, is cancelled in the warehouse',
    await comesTrue(() => statusOf(stage, 'GB-1001').startsWith('Cancelled')),
    true,
  );
  stage.peoplevox.warehouse.startWave({ salesOrderNumbers: ['GB-1002'] });
  narrator.note('Picking of GB-1002 begins.');
  await change(stage, order('GB-1002'), { action: 'changeOrderState', orderState: 'Cancelled' });
  const late = () => exceptionsOf(stage).find(({ code }) => code === 'cancel-too-late');
  await comesTrue(() => late() !== undefined);
  narrator.note(`Told to ${late()?.owner}: ${late()?.message} → ${late()?.fix}`);
  narrator.expect(
    'GB-1002 stays as the warehouse has it',
    statusOf(stage, 'GB-1002').startsWith('Picked'),
    true,
  );
}

function inTheEnd(stage: Stage, narrator: Narrator): void {
  narrator.chapter('In the end');
  narrator.expect(
    'no sales order could be allocated before its lines existed',
    stage.peoplevox.violations.length,
    0,
  );
  narrator.expect('never more than 7 calls in any 15 s', stage.peoplevox.peak() <= 7, true);
  const written = [
    ...stage.connect.output(),
    ...['peoplevox-exceptions', 'peoplevox-orders', 'peoplevox-connector'].map((container) =>
      JSON.stringify(documentsOf(stage, container)),
    ),
  ].join('\n');
  const leaked = PERSONAL.filter((value) => written.includes(value));
  narrator.expect('no name, address, e-mail or phone number in logs, exceptions or ledger', leaked.length, 0);
}
