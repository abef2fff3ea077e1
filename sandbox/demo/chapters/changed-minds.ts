import type { Narrator } from '../narrator';
import { comesTrue, type Stage } from '../stage';
import { change, exceptionsOf, statusOf } from '../views';

export async function changedMinds(stage: Stage, narrator: Narrator): Promise<void> {
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
