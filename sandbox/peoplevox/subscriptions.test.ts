import { drive, elements, seedItems, seedOrder } from './testing';
import type { Callback } from './subscriptions';

function listening(options: Parameters<typeof drive>[0] = {}) {
  const heard: Callback[] = [];
  const driver = drive({ callback: (callback) => void heard.push(callback), ...options });
  return { driver, heard };
}

describe('subscriptions', () => {
  it('are told by GET with placeholders put in as they are', async () => {
    const { driver, heard } = listening();
    const callbackUrl =
      'https://shop.example/x?so={SalesOrderNumber}&status={SalesOrderStatu.Name}&what={Unknown}';
    expect(
      driver.call('SubscribeEvent', elements({ eventType: 'SalesOrderStatusChanges', callbackUrl })).detail,
    ).toMatch(/^\d+$/);
    seedOrder(driver);
    driver.save('Sales order items', [
      { SalesOrderNumber: 'SO-1', ItemCode: 'MUG', QuantityOrdered: '99', Line: 'l1' },
    ]);
    await driver.clock.advance(1);
    expect(heard.map(({ url }) => url.split('?')[1])).toEqual([
      'so=SO-1&status=Allocated&what=',
      'so=SO-1&status=Partially allocated&what=',
    ]);
    expect(heard[0]?.method).toBe('GET');
  });

  it('are told by POST, with values encoded where that was asked for', async () => {
    const { driver, heard } = listening();
    const postParams = 'item={ItemCode}&left={Available}';
    driver.call(
      'SubscribePostEvent',
      elements({
        eventType: 'AvailabilityChanges',
        postUrl: 'https://shop.example/y',
        postParams,
        encodeParameterData: 'true',
      }),
    );
    driver.simulator.seed('Item types', [{ ItemCode: 'A&B', Name: 'x', Barcode: '1' }]);
    driver.simulator.warehouse.receiveStock({ itemCode: 'A&B', quantity: 4 });
    await driver.clock.advance(1);
    expect(heard).toEqual([{ method: 'POST', url: 'https://shop.example/y', body: 'item=A%26B&left=4' }]);
  });

  it('hear of despatches and tracking, with joined lists', async () => {
    const { driver, heard } = listening();
    for (const eventType of ['DespatchPackageDespatched', 'TrackingNumberReceived', 'Returns']) {
      const callbackUrl = `https://s.example/${eventType}?{Picks.SalesOrder.SalesOrderNumber}{SalesOrderNumber}/{DespatchNumber}/{TrackingNumber}/{Items.Quantity}`;
      driver.call('SubscribeEvent', elements({ eventType, callbackUrl }));
    }
    seedOrder(driver);
    const { warehouse } = driver.simulator;
    warehouse.startWave({ salesOrderNumbers: ['SO-1'] });
    warehouse.pick({ salesOrderNumber: 'SO-1' });
    const despatchNumber = warehouse.despatch({ salesOrderNumber: 'SO-1' });
    warehouse.setTracking({ despatchNumber, trackingNumber: 'T9' });
    warehouse.bookReturn({ salesOrderNumber: 'SO-1', itemCode: 'MUG', quantity: 1 });
    await driver.clock.advance(1);
    expect(heard.map(({ url }) => url.slice('https://s.example/'.length))).toEqual([
      `DespatchPackageDespatched?SO-1SO-1/${despatchNumber}//3,2`,
      `TrackingNumberReceived?SO-1SO-1/${despatchNumber}/T9/3,2`,
      'Returns?SO-1///',
    ]);
  });

  it('end when they are taken back, once', async () => {
    const { driver, heard } = listening();
    const id = driver.call(
      'SubscribeEvent',
      elements({ eventType: 'GoodsReceived', callbackUrl: 'https://s.example/' }),
    ).detail;
    expect(driver.call('UnsubscribeEvent', elements({ subscriptionId: id })).detail).toBe('True');
    expect(driver.call('UnsubscribeEvent', elements({ subscriptionId: id })).responseId).toBe(-1);
    seedItems(driver.simulator);
    await driver.clock.advance(1);
    expect(heard).toEqual([]);
  });

  it('are filtered', async () => {
    const { driver, heard } = listening();
    const subscription = {
      eventType: 'AvailabilityChanges',
      filter: 'site == "SystemSite"',
      callbackUrl: 'https://s.example/',
    };
    driver.call('SubscribeEvent', elements(subscription));
    seedItems(driver.simulator);
    driver.simulator.warehouse.receiveStock({ itemCode: 'MUG', quantity: 1, site: 'SystemSite' });
    await driver.clock.advance(1);
    expect(heard).toHaveLength(1);
  });

  it('of an unknown type are a fault, or a refusal where set so', () => {
    const { driver } = listening({ settings: { eventTypes: ['Returns'] } });
    const body = elements({ eventType: 'DespatchPackageDespatched', callbackUrl: 'https://s.example/' });
    expect(driver.raw('SubscribeEvent', body).status).toBe(500);
    driver.simulator.settings.unknownEventType = 'refusal';
    expect(driver.call('SubscribeEvent', body).responseId).toBe(-1);
  });

  it('may lose a callback or get it twice, and failures are on record', async () => {
    const fates = ['lose', 'repeat', 'deliver'] as const;
    let next = 0;
    const { driver } = listening({
      callbackFate: () => fates[next++] ?? 'deliver',
      callback: () => Promise.reject(new Error('down')),
    });
    driver.call(
      'SubscribeEvent',
      elements({ eventType: 'GoodsReceived', callbackUrl: 'https://s.example/' }),
    );
    seedItems(driver.simulator);
    await driver.clock.advance(1);
    expect(driver.simulator.subscriptions.callbacks.map(({ outcome }) => outcome)).toEqual([
      'lost',
      'failed',
      'failed',
    ]);
  });
});
