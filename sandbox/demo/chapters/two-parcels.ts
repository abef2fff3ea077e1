import { placeOrder } from '../../simulation/merchant';
import type { Narrator } from '../narrator';
import { comesTrue, type Stage } from '../stage';
import { shipmentOf, syncedAs } from '../views';

export async function twoParcels(stage: Stage, narrator: Narrator): Promise<void> {
  narrator.chapter('An order leaves in two parcels, and a tracking number comes late');
  const { warehouse } = stage.peoplevox;
  const salesOrderNumber = 'GB-1020';
  const { id } = placeOrder(stage.commercetools, salesOrderNumber, [
    { sku: 'MUG-BLUE', quantity: 2 },
    { sku: 'TEAPOT', quantity: 1 },
  ]);
  await comesTrue(() => syncedAs(stage, id) !== undefined);
  const shows = (shipment: string) => comesTrue(() => shipmentOf(stage, id) === shipment);

  warehouse.startWave({ salesOrderNumbers: [salesOrderNumber] });
  warehouse.pick({ salesOrderNumber, lines: [{ itemCode: 'MUG-BLUE', quantity: 2 }] });
  const first = warehouse.despatch({ salesOrderNumber, close: false });
  narrator.note('The mugs leave without a label from the carrier; the teapot follows.');
  narrator.expect(
    'the customer sees a first Delivery, without a tracking number',
    await shows(`Partial: ${first} 2 unit(s) none`),
    true,
  );
  warehouse.setTracking({ despatchNumber: first, trackingNumber: 'TRK-1' });
  warehouse.correctTracking({ despatchNumber: first, trackingNumber: 'TRK-1001' });
  narrator.expect(
    'the number that the carrier sends, and corrects, is on its Parcel',
    await shows(`Partial: ${first} 2 unit(s) TRK-1001`),
    true,
  );
  warehouse.startWave({ salesOrderNumbers: [salesOrderNumber] });
  warehouse.pick({ salesOrderNumber });
  const second = warehouse.despatch({ salesOrderNumber, packages: [{ tracking: 'TRK-1002' }] });
  narrator.expect(
    'with the teapot the order is shipped',
    await shows(`Shipped: ${first} 2 unit(s) TRK-1001, ${second} 1 unit(s) TRK-1002`),
    true,
  );
}
