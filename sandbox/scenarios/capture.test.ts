import { createChargeWriter } from '../../despatch-processor/src/charge-writer';
import { createChargeWriter as createWriterOfReconciliation } from '../../reconciliation/src/charge-writer';
import {
  createCommercetools,
  createDocuments,
  createServerClock,
  getOrder,
  getPayments,
  updateOrder,
} from '../../shared/src/commercetools';
import { rulesSchema } from '../../shared/src/configuration';
import { captureAfterBooking } from '../../shared/src/despatch/capture';
import { createExceptionStore } from '../../shared/src/exceptions';
import { createLog, systemWorld } from '../../shared/src/runtime';
import { createCommercetoolsEmulator, listen, openApiInspector, type Listening } from '../commercetools';
import { seededRandom } from '../simulation/random';

const inspector = openApiInspector();
const scopes = [
  'manage_orders',
  'manage_payments',
  'manage_key_value_documents',
  'manage_checkout_payment_intents',
];
let listening: Listening | undefined;

afterEach(async () => {
  await listening?.close();
  listening = undefined;
});

/** As in the application: over sockets, with the scopes that connect.yaml asks for, and with the real SDK. */
async function shop() {
  const emulator = createCommercetoolsEmulator({
    clock: systemWorld.clock,
    random: seededRandom(3),
    projectKey: 'mugs',
    settings: {
      clients: [{ id: 'client', secret: 'secret', scopes: scopes.map((scope) => `${scope}:mugs`) }],
      inventoryLagMs: 0,
    },
    ...(inspector !== undefined && { inspector }),
  });
  const open = await listen(emulator, { port: 0 });
  listening = open;
  const commercetools = {
    projectKey: 'mugs',
    clientId: 'client',
    clientSecret: 'secret',
    apiUrl: open.url,
    authUrl: open.url,
  };
  const log = createLog({ level: 'error' });
  const api = createCommercetools({ settings: commercetools, world: systemWorld, log });
  const documents = createDocuments(api);
  const charges = createChargeWriter({ settings: commercetools, world: systemWorld, log });
  const afterBooking = captureAfterBooking({
    api,
    charges,
    documents,
    exceptions: createExceptionStore({ documents, clock: systemWorld.clock, log }),
    serverClock: createServerClock(documents, systemWorld.clock),
    notShipped: () => [],
    settings: { commercetools, checkout: { url: open.url } },
    world: systemWorld,
    log,
  });

  const amount = { centAmount: 4500, currencyCode: 'GBP' };
  const draft = {
    amountPlanned: amount,
    paymentMethodInfo: { paymentInterface: 'psp' },
    transactions: [{ type: 'Authorization' as const, amount, state: 'Success' as const }],
  };
  const payment = (await api.payments().post({ body: draft }).execute()).body.id;
  const lineItems = ['MUG', 'CUP'].map((sku) => ({ sku, centAmount: 2000 }));
  const { id } = emulator.seedOrder({ orderNumber: 'WEB-1', lineItems, payments: [{ id: payment }] });

  return {
    writers: {
      'despatch-processor': charges,
      reconciliation: createWriterOfReconciliation(api, systemWorld),
    },
    payment,
    async transactions() {
      return (await getPayments(api, [payment]))[0]?.transactions ?? [];
    },
    async despatch(deliveryKey: string, index: number): Promise<void> {
      const order = await getOrder(api, id);
      const item = { id: order?.lineItems[index]?.id ?? '', quantity: 1 };
      await updateOrder(api, id, order?.version ?? 0, [
        { action: 'addDelivery', deliveryKey, items: [item] },
      ]);
    },
    async capture(mode: string) {
      const after = await getOrder(api, id);
      if (after === undefined) throw new Error('There is no such order.');
      const rules = rulesSchema.parse({ capture: { mode, interfaces: ['psp'] } });
      return afterBooking({ after, deliveries: ['DSP-1', 'DSP-2'], rules });
    },
    async charges() {
      const [found] = await getPayments(api, [payment]);
      const all = found?.transactions.filter(({ type }) => type === 'Charge') ?? [];
      return all.map(({ amount: { centAmount }, state, interactionId }) => ({
        centAmount,
        state,
        interactionId,
      }));
    },
  };
}

describe('capture on despatch as despatch-processor does it', () => {
  it('by Charges that connect-payments-sdk adds', async () => {
    const stage = await shop();
    await stage.despatch('DSP-1', 0);
    await stage.capture('charge');
    await stage.capture('charge');
    await stage.despatch('DSP-2', 1);
    await stage.capture('charge');
    expect(await stage.charges()).toEqual([
      { centAmount: 2500, state: 'Initial', interactionId: 'DSP-1' },
      { centAmount: 2000, state: 'Initial', interactionId: 'DSP-2' },
    ]);
  });

  it('by payment intents of Checkout', async () => {
    const stage = await shop();
    await stage.despatch('DSP-1', 0);
    await stage.capture('payment-intents');
    await stage.capture('payment-intents');
    await stage.despatch('DSP-2', 1);
    await stage.capture('payment-intents');
    expect(await stage.charges()).toMatchObject([
      { centAmount: 2500, state: 'Success' },
      { centAmount: 2000, state: 'Success' },
    ]);
  });
});

describe('a Charge', () => {
  it.each(['despatch-processor', 'reconciliation'] as const)('of %s bears its time', async (application) => {
    const { writers, payment, transactions } = await shop();
    const amount = { centAmount: 2500, currencyCode: 'GBP' };
    await writers[application].write({ paymentId: payment, interactionId: 'DSP-1', amount });
    const [, charge] = await transactions();
    const isTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/) as string;
    expect(charge).toEqual({
      id: expect.any(String) as string,
      type: 'Charge',
      state: 'Initial',
      interactionId: 'DSP-1',
      timestamp: isTime,
      amount: { type: 'centPrecision', ...amount, fractionDigits: 2 },
    });
  });
});
