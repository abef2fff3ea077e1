import type { Order, OrderUpdateAction } from '@commercetools/platform-sdk';
import { Conflict, type Documents } from '../commercetools/documents';
import { createServerClock } from '../commercetools/server-clock';
import type { Rules } from '../configuration/rules';
import type { ConnectorException } from '../exceptions/exception';
import { createExceptionStore, exceptionContainer } from '../exceptions/store';
import type { PeoplevoxClient } from '../peoplevox/client';
import { PeoplevoxError } from '../peoplevox/errors';
import type { CallBudget } from '../runtime/call-budget';
import type { Clock } from '../runtime/clock';
import type { Log } from '../runtime/log';
import type { World } from '../runtime/world';
import { createBatches } from './sending/batches';
import { createOrderExport, type OrderExport } from './export-order';
import type { OrderAccess } from './order-access';
import { createKnownCodes } from './sending/known-codes';
import { readLedger, type LedgerEntry } from './ledger';
import { rules } from './composition/order.fixture';
import { createFakeWarehouse, type FakeWarehouse } from './sending/warehouse.fixture';

const exportChannel = { id: 'channel-peoplevox', createdAt: '2026-01-01T00:00:00.000Z' };

/** What one instance of the application works with; a test may put something between it and the installation. */
export interface Outside {
  readonly documents: Documents;
  readonly orders: OrderAccess;
  readonly client: PeoplevoxClient;
}

export interface Installation {
  readonly warehouse: FakeWarehouse;
  readonly outside: Outside;
  /** Actions of our own updates of orders. */
  readonly updates: OrderUpdateAction[];
  rules: Rules;
  /** Called after an order was read: somebody changes it before our next step. */
  meanwhile: (order: Order) => void;
  /** Places an order, or changes it: its version grows. */
  put(order: Order): void;
  change(id: string, change: Partial<Order>): void;
  drop(id: string): void;
  order(id: string): Order | undefined;
  ledger(id: string): Promise<LedgerEntry | undefined>;
  exceptions(): Promise<ConnectorException[]>;
  /** Codes of the open exceptions. */
  openCodes(): Promise<string[]>;
  instance(outside?: Outside): OrderExport;
}

/** One project and one tenant, to which any number of instances connect. */
export function createInstallation(documents: Documents, clock: Clock): Installation {
  const warehouse = createFakeWarehouse();
  const stored = new Map<string, Order>();
  const updates: OrderUpdateAction[] = [];
  const put = (order: Order) => {
    stored.set(order.id, { ...order, version: (stored.get(order.id)?.version ?? 0) + 1 });
  };
  const current = (id: string): Order => {
    const order = stored.get(id);
    if (order === undefined) throw new Error(`No order ${id}.`);
    return order;
  };
  const orders: OrderAccess = {
    get: async (id) => {
      const order = stored.get(id);
      if (order !== undefined) installation.meanwhile(order);
      return order;
    },
    update: async (id, version, actions) => {
      const order = current(id);
      if (order.version !== version) throw new Conflict(`Order ${id} is at version ${order.version}.`);
      put(actions.reduce(updated, order));
      updates.push(...actions);
      return current(id);
    },
    customer: async () => undefined,
  };
  /** As the real client: what has had to wait too long is not sent any more. */
  const saveData: PeoplevoxClient['saveData'] = async (request, options) => {
    if (options?.notAfter !== undefined && clock.now() >= options.notAfter)
      throw new PeoplevoxError('unavailable', 'SaveData', 'Not sent any more.');
    return warehouse.client.saveData(request, options);
  };
  const outside: Outside = { documents, orders, client: { ...warehouse.client, saveData } };

  async function exceptions(): Promise<ConnectorException[]> {
    const found: ConnectorException[] = [];
    for await (const { value } of documents.list<ConnectorException>(exceptionContainer)) found.push(value);
    return found;
  }

  const installation: Installation = {
    warehouse,
    outside,
    updates,
    rules: rules(),
    meanwhile: () => undefined,
    put,
    change: (id, change) => put({ ...current(id), ...change }),
    drop: (id) => void stored.delete(id),
    order: (id) => stored.get(id),
    ledger: async (id) => (await readLedger(documents, id))?.value,
    exceptions,
    openCodes: async () =>
      (await exceptions()).filter(({ status }) => status === 'open').map(({ code }) => code),
    instance: (connected = outside) => connect(connected, clock, async () => installation.rules),
  };
  return installation;
}

function connect(
  { documents, orders, client }: Outside,
  clock: Clock,
  currentRules: () => Promise<Rules>,
): OrderExport {
  const world: World = {
    clock,
    random: () => 0.5,
    fetch: () => Promise.reject(new Error('Nothing is fetched here.')),
  };
  const serverClock = createServerClock(documents, clock);
  return createOrderExport({
    orders,
    documents,
    exceptions: createExceptionStore({ documents, clock, log: silent, world }),
    rules: currentRules,
    channel: async () => exportChannel,
    knownCodes: createKnownCodes(client, currentRules, clock),
    batches: createBatches({ client, budget: unlimitedBudget, documents, serverClock, world, log: silent }),
    serverClock,
    world,
    projectKey: 'mug-shop',
    timeZone: 'Europe/London',
  });
}

function updated(order: Order, action: OrderUpdateAction): Order {
  if (action.action === 'setOrderNumber') return { ...order, orderNumber: action.orderNumber };
  if (action.action !== 'updateSyncInfo') throw new Error(`The export does not use ${action.action}.`);
  const { externalId, channel } = action;
  const info = {
    channel: { typeId: 'channel' as const, id: channel.id ?? '' },
    syncedAt: order.createdAt,
    ...(externalId !== undefined && { externalId }),
  };
  return { ...order, syncInfo: [...order.syncInfo.filter((other) => other.channel.id !== channel.id), info] };
}

/** Grants everything at once. */
export const unlimitedBudget: CallBudget = {
  share: 100,
  reserve: async (calls) => {
    let left = calls;
    return {
      get left() {
        return left;
      },
      begin: () => {
        left -= 1;
      },
      end: () => undefined,
      settle: async () => undefined,
    };
  },
  throttled: async () => undefined,
};

export const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
