import { createMemoryDocuments } from '../../../sandbox/simulation/memory-documents';
import { createVirtualClock, type VirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { createInstallation, type Installation, type Outside } from './export-order.fixture';
import {
  lineItem,
  londonAddress,
  order,
  orderId,
  rules,
  secondLineId,
  supplyFrom,
} from './composition/order.fixture';

type Moment = 'before' | 'after';

/** A process that is killed at one of its steps: from then on it neither does nor learns anything. */
function mortalProcess(fatalStep: number, moment: Moment) {
  let steps = 0;
  let isDead = false;
  let bury: () => void = () => undefined;
  const death = new Promise<'died'>((resolve) => {
    bury = () => resolve('died');
  });
  const never = <T>() => new Promise<T>(() => undefined);

  const isGone = () => isDead;

  async function step<T>(work: () => Promise<T>): Promise<T> {
    if (isDead) return never();
    steps += 1;
    const isFatal = steps === fatalStep;
    if (isFatal && moment === 'before') return die();
    const [result] = await Promise.allSettled([work()]);
    if (isFatal) return die();
    if (isGone()) return never();
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  }

  function die<T>(): Promise<T> {
    isDead = true;
    bury();
    return never();
  }

  const through = ({ documents, orders, client }: Outside): Outside => ({
    documents: {
      read: (...args) => step(() => documents.read(...args)),
      write: (...args) => step(() => documents.write(...args)),
      remove: (...args) => step(() => documents.remove(...args)),
      list: (...args) => documents.list(...args),
    },
    orders: {
      get: (...args) => step(() => orders.get(...args)),
      update: (...args) => step(() => orders.update(...args)),
      customer: (...args) => step(() => orders.customer(...args)),
    },
    client: {
      ...client,
      getData: (...args) => step(() => client.getData(...args)),
      saveData: (...args) => step(() => client.saveData(...args)),
    },
  });
  return { death, through };
}

/** The broker: brings the message again every 10 s until it is taken. */
async function deliverUntilTaken(shop: Installation, clock: VirtualClock): Promise<string> {
  const app = shop.instance();
  for (let delivery = 1; delivery <= 20; delivery += 1) {
    try {
      return (await clock.runUntil(app.process(orderId))).kind;
    } catch {
      await clock.advance(10_000);
    }
  }
  return 'never taken';
}

async function endState({ warehouse, ledger, order: orderOf, openCodes }: Installation) {
  const entry = await ledger(orderId);
  return {
    customers: [...warehouse.customers],
    salesOrders: [...warehouse.orders],
    lines: [...warehouse.lines],
    incompleteAllocations: warehouse.allocations.filter(({ lines }) => lines === 0),
    syncedAs: orderOf(orderId)?.syncInfo.map(({ externalId }) => externalId),
    ledger: entry && { ...entry, trace: [], orderVersion: 0 },
    open: await openCodes(),
  };
}

type State = Awaited<ReturnType<typeof endState>> & { readonly taken: boolean };

interface Scenario {
  readonly name: string;
  readonly rules?: Readonly<Record<string, unknown>>;
  /** Work that is done before the process that will be killed gets its message. */
  readonly prepare: (shop: Installation, deliver: () => Promise<unknown>) => unknown;
  /** What happens to the order between the crash and the next delivery. */
  readonly thereafter?: (shop: Installation) => void;
  /** The part of the end that is the same wherever the process was killed; all of it unless given. */
  readonly compared?: (state: State) => unknown;
}

const plate = lineItem({ id: secondLineId, variant: { id: 1, sku: 'PLATE' } });
const twoSites = { sites: [{ reference: 'PrimarySite' }, { reference: 'North', supplyChannel: 'north' }] };
const split = [lineItem(), { ...plate, ...supplyFrom('north') }];
const faulty = { ...londonAddress, city: undefined };

async function placed(shop: Installation, deliver: () => Promise<unknown>, lineItems = [lineItem()]) {
  shop.put(order({ lineItems }));
  await deliver();
}

const scenarios: readonly Scenario[] = [
  { name: 'a new order', prepare: (shop) => shop.put(order()) },
  {
    name: 'a new order on hold until it is complete, for two sites',
    rules: { ...twoSites, orderExport: { completeBy: 'onHold' } },
    prepare: (shop) => shop.put(order({ lineItems: split })),
  },
  {
    name: 'an order without a number',
    rules: { orderExport: { number: { missing: 'generate' } } },
    prepare: (shop) => shop.put(order({ orderNumber: undefined })),
  },
  {
    name: 'an added line',
    prepare: async (shop, deliver) => {
      await placed(shop, deliver);
      shop.change(orderId, { lineItems: [lineItem(), plate] });
    },
  },
  {
    name: 'a line added from another site',
    rules: twoSites,
    prepare: async (shop, deliver) => {
      await placed(shop, deliver);
      shop.change(orderId, { lineItems: split });
    },
  },
  {
    name: 'another address, quantity and a removed line',
    prepare: async (shop, deliver) => {
      await placed(shop, deliver, [lineItem(), plate]);
      const shippingAddress = { ...londonAddress, streetName: 'Low Road' };
      shop.change(orderId, { lineItems: [lineItem({ quantity: 7 })], shippingAddress });
    },
  },
  {
    name: 'a site that ships nothing of it any more',
    rules: twoSites,
    prepare: async (shop, deliver) => {
      await placed(shop, deliver, split);
      shop.change(orderId, { lineItems: [lineItem()] });
    },
  },
  {
    name: 'a cancellation',
    prepare: async (shop, deliver) => {
      await placed(shop, deliver);
      shop.change(orderId, { orderState: 'Cancelled' });
    },
  },
  {
    name: 'a change that comes too late',
    // What was taken of an attempt cannot be seen afterwards, so the ledger stays in doubt about the contents.
    compared: ({ ledger, ...state }) => ({ ...state, state: ledger?.state, held: ledger?.held }),
    prepare: async (shop, deliver) => {
      await placed(shop, deliver);
      shop.warehouse.setStatus('WEB-1001', 'Picking');
      shop.change(orderId, { lineItems: [lineItem({ quantity: 7 })] });
    },
  },
  {
    name: 'a held order that is mended',
    prepare: async (shop, deliver) => {
      shop.put(order({ shippingAddress: faulty }));
      await deliver();
      shop.change(orderId, { shippingAddress: londonAddress });
    },
  },
  {
    name: 'an order that is being held, and mended before its message comes again',
    prepare: (shop) => shop.put(order({ shippingAddress: faulty })),
    thereafter: (shop) => shop.change(orderId, { shippingAddress: londonAddress }),
  },
  {
    name: 'an order that is cancelled before its message comes again',
    prepare: (shop) => shop.put(order({ lineItems: [lineItem()] })),
    thereafter: (shop) => shop.change(orderId, { orderState: 'Cancelled' }),
    compared: ({ taken, open, salesOrders }) => ({
      taken,
      open,
      alive: salesOrders.filter(([, { Status }]) => Status !== 'Cancelled'),
    }),
  },
];

async function play(scenario: Scenario, fatalStep: number, moment: Moment) {
  const clock = createVirtualClock(Date.parse('2026-04-01T10:00:00Z'));
  const shop = createInstallation(createMemoryDocuments(clock), clock);
  shop.rules = rules(scenario.rules);
  await scenario.prepare(shop, () => clock.runUntil(shop.instance().process(orderId)));
  const mortal = mortalProcess(fatalStep, moment);
  const work = shop.instance(mortal.through(shop.outside)).process(orderId);
  const end = await clock.runUntil(Promise.race([mortal.death, work.then(() => 'lived')]));
  scenario.thereafter?.(shop);
  const taken = await deliverUntilTaken(shop, clock);
  return { died: end === 'died', state: { taken: taken !== 'never taken', ...(await endState(shop)) } };
}

describe.each(scenarios)('killed while working on $name', (scenario) => {
  const compared = scenario.compared ?? ((state: State): unknown => state);

  it.each<Moment>(['before', 'after'])(
    'at any step, %s it takes effect, the next instance reaches the same end',
    async (moment) => {
      const undisturbed = await play(scenario, Infinity, moment);
      expect(undisturbed.died).toBe(false);
      for (let step = 1; ; step += 1) {
        const { died, state } = await play(scenario, step, moment);
        if (!died) {
          expect(step).toBeGreaterThan(5);
          return;
        }
        expect({ step, end: compared(state) }).toEqual({ step, end: compared(undisturbed.state) });
      }
    },
  );
});
