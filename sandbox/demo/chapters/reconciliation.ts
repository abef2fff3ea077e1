import type { RunReport } from '../../../reconciliation/src/reconciliation';
import type { DriftReport } from '../../../shared/src/stock';
import { LIVE_RULES, placeOrder } from '../../simulation/merchant';
import type { Narrator } from '../narrator';
import { comesTrue, documentsOf, type Stage } from '../stage';
import { change, exceptionsOf, soldFrom, syncedAs } from '../views';

/** One run as its schedule makes it every ten minutes. */
async function reconcile(stage: Stage): Promise<RunReport | undefined> {
  const { body } = await stage.connect.job('reconciliation').run();
  return (body as { readonly report?: RunReport }).report;
}

const driftOf = (stage: Stage) =>
  documentsOf(stage, 'peoplevox-connector').find(
    (value): value is DriftReport => typeof value === 'object' && value !== null && 'differences' in value,
  );

function causesOf(report: DriftReport | undefined): string {
  const some = Object.entries(report?.differences ?? {}).filter(([, count]) => count > 0);
  return some.map(([cause, count]) => `${cause} ${count}`).join(', ') || 'none';
}

function shipped({ commercetools }: Stage, id: string): string | undefined {
  return commercetools.project.collections.order.get(id)?.shipmentState;
}

/** As a person may do by mistake on both sides. */
function cutConnections({ commercetools, peoplevox }: Stage): void {
  const { subscription } = commercetools.project.collections;
  const ours = subscription.find('key', 'peoplevox-order-export');
  if (ours !== undefined) subscription.delete(ours.id);
  for (const { id } of peoplevox.subscriptions.active()) peoplevox.subscriptions.unsubscribe(id);
}

/** What the flows missed is found and repaired, what cannot be repaired is told to those who can mend it. */
export async function reconciliation(stage: Stage, narrator: Narrator): Promise<void> {
  narrator.chapter('What everybody missed is found');
  const { warehouse, floor } = stage.peoplevox;
  await stage.setRules({
    ...LIVE_RULES,
    mode: { orders: 'live', stock: 'live', despatch: 'live' },
    // In the story nobody waits: the newest orders are swept too, and all stock is compared in each run.
    reconciliation: { graceMinutes: 0, driftEveryMinutes: 5 },
  });
  const [gone, missed] = ['GB-1030', 'GB-1031'].map((number) =>
    placeOrder(stage.commercetools, number, [{ sku: 'TRAY', quantity: 1 }]),
  );
  const orders = [gone, missed].flatMap((order) => order ?? []);
  await comesTrue(() => orders.every(({ id }) => syncedAs(stage, id) !== undefined));
  cutConnections(stage);
  narrator.note(
    'The Subscription and the callbacks are gone. A customer orders, a parcel leaves, someone deletes a sales order.',
  );
  const silent = placeOrder(stage.commercetools, 'GB-1032', [{ sku: 'BOWL', quantity: 2 }]);
  floor.orders.delete('GB-1030');
  warehouse.startWave({ salesOrderNumbers: ['GB-1031'] });
  warehouse.pick({ salesOrderNumber: 'GB-1031' });
  warehouse.pack({ salesOrderNumber: 'GB-1031' });
  warehouse.despatch({ salesOrderNumber: 'GB-1031', packages: [{ tracking: 'JD0099' }] });
  await stage.connect.job('inventory-import').run();
  const entry = [...stage.commercetools.project.collections['inventory-entry'].values()].find(
    ({ sku }) => sku === 'SPOON',
  );
  const before = soldFrom(stage, 'SPOON');
  await stage.asMerchant('POST', `/inventory/${entry?.id ?? ''}`, {
    version: entry?.version,
    actions: [{ action: 'changeQuantity', quantity: 7 }],
  });
  narrator.note('And someone types 7 spoons into the Merchant Center.');
  const report = await reconcile(stage);
  narrator.note(
    `One run: ${report?.found ?? 0} found, ${report?.repaired ?? 0} repaired, ${report?.explained ?? 0} explained, ${report?.open ?? 0} left to people.`,
  );
  narrator.expect(
    'the order that no message announced is in Peoplevox',
    syncedAs(stage, silent.id),
    'GB-1032',
  );
  narrator.expect(
    'the despatch that no callback announced is booked',
    shipped(stage, missed?.id ?? ''),
    'Shipped',
  );
  const orphan = () => exceptionsOf(stage).find(({ code }) => code === 'order-missing-in-peoplevox');
  narrator.expect('the deleted sales order is told to integration', orphan()?.subject.key, 'GB-1030');
  narrator.expect('the drift is explained', driftOf(stage)?.differences['manual-edit'], 1);
  narrator.note(`Stock that differs, by cause: ${causesOf(driftOf(stage))}.`);
  await stage.connect.job('inventory-import').run();
  narrator.expect('and corrected by the stock import', soldFrom(stage, 'SPOON'), before);
  await toldIn(stage, narrator);
  await change(stage, gone?.id ?? '', { action: 'changeOrderState', orderState: 'Cancelled' });
  await reconcile(stage);
  narrator.expect('the order is cancelled, and the exception closes by itself', orphan()?.status, 'resolved');
}

async function toldIn(stage: Stage, narrator: Narrator): Promise<void> {
  const told = stage.told.filter(({ text }) => text.includes('GB-1030'));
  narrator.expect(
    'integration was told of it, once',
    told.map(({ owner }) => owner),
    ['integration'],
  );
  for (const { owner, text } of stage.told) narrator.note(`To ${owner}: ${text.split('\n')[0] ?? ''}`);
}
