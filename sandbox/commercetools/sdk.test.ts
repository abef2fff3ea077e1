import { createApiBuilderFromCtpClient } from '@commercetools/platform-sdk';
import { ClientBuilder } from '@commercetools/ts-client';
import { systemClock } from '../../shared/src/runtime';
import { seededRandom } from '../simulation/random';
import { createCommercetoolsEmulator, listen, openApiInspector, type FaultDial, type Listening } from '.';

const projectKey = 'shop';

/** The same operations, by the same SDK, that the connector uses. */
describe('the emulator behind the real SDK', () => {
  let shell: Listening;
  const dial: { faults?: FaultDial } = {};
  const emulator = createCommercetoolsEmulator({
    clock: systemClock,
    random: seededRandom(7),
    projectKey,
    settings: { inventoryLagMs: 0 },
    inspector: openApiInspector(),
  });

  beforeAll(async () => {
    shell = await listen(emulator, { port: 0, faults: (request) => dial.faults?.(request) });
  });
  afterAll(() => shell.close());

  function root(secret = 'secret') {
    const client = new ClientBuilder()
      .withProjectKey(projectKey)
      .withClientCredentialsFlow({
        host: shell.url,
        projectKey,
        credentials: { clientId: 'client', clientSecret: secret },
        httpClient: fetch,
      })
      .withHttpMiddleware({ host: shell.url, httpClient: fetch, timeout: 5000 })
      .build();
    return createApiBuilderFromCtpClient(client).withProjectKey({ projectKey });
  }

  it('exports an order: find, read with expansion, mark as synchronised', async () => {
    const api = root();
    const channel = await api
      .channels()
      .post({ body: { key: 'peoplevox', roles: ['OrderExport'] } })
      .execute();
    await api
      .channels()
      .post({ body: { key: 'north', roles: ['InventorySupply'] } })
      .execute();
    emulator.seedOrder({ orderNumber: 'A/1 ü', lineItems: [{ sku: 'A', supplyChannel: { key: 'north' } }] });
    const found = await api
      .orders()
      .get({
        queryArgs: {
          where: 'not(syncInfo(channel(id = :id)))',
          'var.id': channel.body.id,
          sort: 'id asc',
          withTotal: false,
        },
      })
      .execute();
    expect(found.body.results).toHaveLength(1);
    const byNumber = api.orders().withOrderNumber({ orderNumber: 'A/1 ü' });
    const order = await byNumber.get({ queryArgs: { expand: ['lineItems[*].supplyChannel'] } }).execute();
    expect(order.body.lineItems[0]?.supplyChannel?.obj?.key).toBe('north');
    const synced = await byNumber
      .post({
        body: {
          version: order.body.version,
          actions: [
            { action: 'updateSyncInfo', channel: { typeId: 'channel', key: 'peoplevox' }, externalId: 'A-1' },
          ],
        },
      })
      .execute();
    expect(synced.body.syncInfo).toMatchObject([{ externalId: 'A-1' }]);
  });

  it('locks by custom object: of twenty that create, one wins', async () => {
    const api = root();
    await api.get().execute();
    const body = { container: 'locks', key: 'lease', value: { owner: 1 }, version: 0 };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => api.customObjects().post({ body }).execute()),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(refused?.reason).toMatchObject({
      statusCode: 409,
      body: { errors: [{ code: 'ConcurrentModification', currentVersion: 1 }] },
    });
    const lease = api.customObjects().withContainerAndKey({ container: 'locks', key: 'lease' });
    await expect(lease.delete({ queryArgs: { version: 9 } }).execute()).rejects.toMatchObject({
      statusCode: 409,
    });
    expect((await lease.delete({ queryArgs: { version: 1 } }).execute()).statusCode).toBe(200);
  });

  it('writes stock only onto the version that was read', async () => {
    const api = root();
    const { body } = await api
      .inventory()
      .post({ body: { sku: 'S', key: 'S_north', quantityOnStock: 5 } })
      .execute();
    const actions = [{ action: 'changeQuantity' as const, quantity: 4 }];
    const writes = Array.from({ length: 20 }, () =>
      api
        .inventory()
        .withId({ ID: body.id })
        .post({ body: { version: 1, actions } })
        .execute(),
    );
    const outcomes = await Promise.allSettled(writes);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const found = await api
      .inventory()
      .get({ queryArgs: { where: 'sku in :skus', 'var.skus': ['S', 'T'] } })
      .execute();
    expect(found.body.results).toMatchObject([{ quantityOnStock: 4, availableQuantity: 4 }]);
  });

  it('books a despatch by keys', async () => {
    const api = root();
    const { id, lineItems } = emulator.seedOrder({ lineItems: [{ sku: 'A', quantity: 2 }] });
    const order = api.orders().withId({ ID: id });
    const items = [{ id: lineItems[0]?.id ?? '', quantity: 2 }];
    const added = await order
      .post({
        body: {
          version: 1,
          actions: [{ action: 'addDelivery', deliveryKey: 'D1', items, parcels: [{ key: 'D1-1' }] }],
        },
      })
      .execute();
    const tracked = await order
      .post({
        body: {
          version: added.body.version,
          actions: [
            { action: 'setParcelTrackingData', parcelKey: 'D1-1', trackingData: { trackingId: 'T' } },
            { action: 'changeShipmentState', shipmentState: 'Shipped' },
          ],
        },
      })
      .execute();
    expect(tracked.body.shippingInfo?.deliveries).toMatchObject([
      { key: 'D1', parcels: [{ trackingData: { trackingId: 'T' } }] },
    ]);
  });

  it('registers and removes a subscription by key', async () => {
    const api = root();
    const destination = { type: 'GoogleCloudPubSub', projectId: 'p', topic: 't' } as const;
    const messages = [{ resourceTypeId: 'order', types: ['OrderCreated'] }];
    await api
      .subscriptions()
      .post({ body: { key: 'peoplevox-order-export', destination, messages } })
      .execute();
    const byKey = api.subscriptions().withKey({ key: 'peoplevox-order-export' });
    expect((await byKey.get().execute()).body).toMatchObject({
      status: 'Healthy',
      format: { type: 'Platform' },
    });
    expect((await byKey.delete({ queryArgs: { version: 1 } }).execute()).statusCode).toBe(200);
    await expect(byKey.get().execute()).rejects.toMatchObject({ statusCode: 404 });
  });

  it('refuses credentials that are not configured', async () => {
    await expect(root('wrong').get().execute()).rejects.toMatchObject({ statusCode: 401 });
  });

  it('loses a reply after the commit when told to', async () => {
    const api = root();
    await api.get().execute();
    dial.faults = ({ path }) => (path.endsWith('/custom-objects') ? 'reply-lost' : undefined);
    const write = api
      .customObjects()
      .post({ body: { container: 'c', key: 'lost', value: 1 } })
      .execute();
    await expect(write).rejects.toBeDefined();
    delete dial.faults;
    const stored = await api
      .customObjects()
      .withContainerAndKey({ container: 'c', key: 'lost' })
      .get()
      .execute();
    expect(stored.body.version).toBe(1);
    expect(emulator.journal.at(-1)).toMatchObject({ method: 'GET', status: 200 });
  });
});
