import type {
  ByProjectKeyRequestBuilder,
  Order,
  Payment,
  PaymentUpdateAction,
  Transaction,
} from '@commercetools/platform-sdk';
import {
  CommercetoolsError,
  createCommercetools,
  createDocuments,
  createPaymentIntents,
  createServerClock,
  getOrder,
  getPayments,
  updateOrder,
  withConflictRetry,
} from '../../shared/src/commercetools';
import { rulesSchema } from '../../shared/src/configuration';
import {
  CAPTURES_CONTAINER,
  createCapture,
  type Capture,
  type ChargeWriter,
} from '../../shared/src/despatch/capture';
import {
  createExceptionStore,
  exceptionContainer,
  type ConnectorException,
} from '../../shared/src/exceptions';
import type { Clock, Fetch, World } from '../../shared/src/runtime';
import {
  createCommercetoolsEmulator,
  emulatorFetch,
  openApiInspector,
  type FaultDial,
} from '../commercetools';
import { seededRandom } from './random';
import { createVirtualClock } from './virtual-clock';

const HOST = 'https://commercetools.test';
const PROJECT = 'mugs';
const inspector = openApiInspector();

/** What a payment connector makes of a Charge `Initial`: it keeps the `interactionId`, or writes its own. */
export type Connector = 'keeps' | 'renames';

type Outcome = 'approved' | 'received' | 'rejected';

interface CaptureShopOptions {
  readonly capture: Record<string, unknown>;
  readonly faults?: FaultDial;
  readonly connector?: Connector;
  /** Requests and answers are not held against the OpenAPI descriptions: many runs, each faster. */
  readonly uninspected?: boolean;
}

/**
 * Adds the Charge as connect-payments-sdk would, from what it reads just before. A payment connector that `renames`
 * answers within the update, as those behind an API extension do: the Charge is Pending then, with an id of its own.
 */
function chargeWriter(api: ByProjectKeyRequestBuilder, clock: Clock, connector: Connector): ChargeWriter {
  async function write({ paymentId, interactionId, amount }: Parameters<ChargeWriter['write']>[0]) {
    const payment = (await api.payments().withId({ ID: paymentId }).get().execute()).body;
    if (payment.transactions.some((one) => one.interactionId === interactionId)) return;
    const timestamp = new Date(clock.now()).toISOString();
    const answered = { state: 'Pending', interactionId: `psp-${clock.now()}` } as const;
    const transaction = {
      type: 'Charge' as const,
      amount,
      timestamp,
      ...(connector === 'renames' ? answered : { state: 'Initial' as const, interactionId }),
    };
    const body = {
      version: payment.version,
      actions: [{ action: 'addTransaction' as const, transaction }],
    };
    await api.payments().withId({ ID: paymentId }).post({ body }).execute();
  }

  return {
    write: async (charge) => {
      try {
        await withConflictRetry({ world: { clock, random: () => 0 } }, () => write(charge));
        return { kind: 'written' };
      } catch (error) {
        if (!(error instanceof CommercetoolsError)) throw error;
        return { kind: error.outcome === 'unknown' ? 'unknown' : 'refused', why: error.message };
      }
    },
  };
}

/** A shop on the emulator that sells a mug of 30.00 and a cup of 20.00 and ships for 5.00. */
export function createCaptureShop({
  capture: captureRules,
  faults,
  connector = 'keeps',
  uninspected = false,
}: CaptureShopOptions) {
  const clock = createVirtualClock(Date.UTC(2026, 2, 2, 9));
  let says: Outcome = 'approved';
  const emulator = createCommercetoolsEmulator({
    clock,
    random: seededRandom(1),
    projectKey: PROJECT,
    settings: { inventoryLagMs: 0 },
    ports: { capture: () => says },
    ...(inspector !== undefined && !uninspected && { inspector }),
  });
  const network = emulatorFetch(emulator, { faults });
  const settings = {
    projectKey: PROJECT,
    clientId: 'client',
    clientSecret: 'secret',
    apiUrl: HOST,
    authUrl: HOST,
  };
  const rules = rulesSchema.parse({ capture: { interfaces: ['psp'], ...captureRules } });
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };

  const random = seededRandom(2);
  function worldWith(fetch: Fetch): World {
    return { clock, random, fetch };
  }

  const api = createCommercetools({ settings, world: worldWith(emulatorFetch(emulator)), log });
  const documents = createDocuments(api);

  function instance(fetch: Fetch = network): Capture {
    const world = worldWith(fetch);
    const own = createCommercetools({ settings, world, log });
    const ownDocuments = createDocuments(own);
    return createCapture({
      payments: (ids) => getPayments(own, ids),
      notShipped: () => [],
      charges: chargeWriter(own, clock, connector),
      intents: createPaymentIntents({ settings, checkoutUrl: HOST, world, log }),
      documents: ownDocuments,
      exceptions: createExceptionStore({ documents: ownDocuments, clock, log, world }),
      serverClock: createServerClock(ownDocuments, clock),
      world,
      log,
    });
  }

  const run = <T>(work: Promise<T>): Promise<T> => clock.runUntil(work);

  /** A payment with an Authorization of `authorised` pence. */
  async function pay(
    authorised: number,
    overrides: { readonly paymentInterface?: string; readonly state?: Transaction['state'] } = {},
  ): Promise<string> {
    const { paymentInterface = 'psp', state = 'Success' } = overrides;
    const amount = { centAmount: authorised, currencyCode: 'GBP' };
    const body = {
      amountPlanned: amount,
      paymentMethodInfo: { paymentInterface },
      transactions: [{ type: 'Authorization' as const, amount, state }],
    };
    return (await run(api.payments().post({ body }).execute())).body.id;
  }

  function order(payments: readonly string[]): Order {
    return emulator.seedOrder({
      orderNumber: 'WEB-1',
      lineItems: [
        { sku: 'MUG', centAmount: 3000 },
        { sku: 'CUP', centAmount: 2000 },
      ],
      payments: payments.map((id) => ({ id })),
    });
  }

  /** Despatches the line at `index`, with a Delivery of this key. */
  async function despatch(id: string, deliveryKey: string, index: number, afterMs = 60_000): Promise<Order> {
    const before = await current(id);
    const line = before.lineItems[index];
    if (line === undefined) throw new Error(`The order has no line ${index}.`);
    const items = [{ id: line.id, quantity: line.quantity }];
    await clock.advance(afterMs);
    return run(updateOrder(api, id, before.version, [{ action: 'addDelivery', deliveryKey, items }]));
  }

  async function current(id: string): Promise<Order> {
    const found = await run(getOrder(api, id));
    if (found === undefined) throw new Error('There is no such order.');
    return found;
  }

  /** Capture as after a booking, by an instance of its own unless given. */
  async function captureOf(id: string, by: Capture = instance()) {
    return run(afterBooking(await current(id), by));
  }

  function captured(after: Order, by: Capture) {
    const deliveries = (after.shippingInfo?.deliveries ?? []).flatMap(({ key }) => key ?? []);
    return by.afterBooking({ after, deliveries, rules });
  }

  async function afterBooking(after: Order, by: Capture) {
    return (await captured(after, by)).outcomes;
  }

  /** When the order wants to be looked at again, in minutes from now; undefined: it does not. */
  async function looksAgainIn(id: string): Promise<number | undefined> {
    const { lookAgainAt } = await run(captured(await current(id), instance()));
    return lookAgainAt === undefined ? undefined : Math.ceil((lookAgainAt - clock.now()) / 60_000);
  }

  async function payment(id: string): Promise<Payment> {
    const [found] = await run(getPayments(api, [id]));
    if (found === undefined) throw new Error('There is no such payment.');
    return found;
  }

  async function charges(paymentId: string) {
    const { transactions } = await payment(paymentId);
    return transactions
      .filter(({ type }) => type === 'Charge')
      .map(({ amount, state, interactionId }) => ({ amount: amount.centAmount, state, interactionId }));
  }

  async function change(paymentId: string, actions: PaymentUpdateAction[]): Promise<void> {
    const { version } = await payment(paymentId);
    const body = { version, actions };
    await run(api.payments().withId({ ID: paymentId }).post({ body }).execute());
  }

  /** The payment service provider says what became of all Charges that are under way. */
  async function settle(paymentId: string, state: Transaction['state']): Promise<void> {
    const { transactions } = await payment(paymentId);
    const open = transactions.filter(
      (one) => one.type === 'Charge' && (one.state === 'Initial' || one.state === 'Pending'),
    );
    await change(
      paymentId,
      open.map(({ id }) => ({ action: 'changeTransactionState', transactionId: id, state })),
    );
  }

  /** As finance does it by hand. */
  async function chargeByHand(paymentId: string, centAmount: number): Promise<void> {
    const amount = { centAmount, currencyCode: 'GBP' };
    const transaction = { type: 'Charge', state: 'Success', amount, interactionId: 'by-hand' } as const;
    await change(paymentId, [{ action: 'addTransaction', transaction }]);
  }

  async function exception(): Promise<ConnectorException | undefined> {
    const found: ConnectorException[] = [];
    const all = documents.list<ConnectorException>(exceptionContainer);
    await run(
      (async () => {
        for await (const { value } of all) found.push(value);
      })(),
    );
    return found[0];
  }

  return {
    clock,
    run,
    emulator,
    network,
    rules,
    instance,
    pay,
    order,
    despatch,
    current,
    capture: captureOf,
    afterBooking,
    looksAgainIn,
    charges,
    settle,
    chargeByHand,
    exception,
    recorded: (id: string) => run(documents.read(CAPTURES_CONTAINER, id)),
    /** What the payment service provider says from now on. */
    provider: (outcome: Outcome) => {
      says = outcome;
    },
    asked: (): number =>
      emulator.journal.filter(({ path }) => path.startsWith(`/${PROJECT}/payment-intents/`)).length,
  };
}

/** A process that dies while a capture is out: nothing of it goes on. */
export function dying(network: Fetch, when: 'before' | 'after'): Fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const isCapture = request.method === 'POST' && /\/(payment-intents|payments)\//.test(request.url);
    if (!isCapture) return network(request);
    if (when === 'after') await network(request);
    return new Promise(() => undefined);
  };
}
