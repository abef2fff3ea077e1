import type { Rules } from '../../shared/src/configuration';
import { readServiceTypes, type PeoplevoxClient } from '../../shared/src/peoplevox';
import { memoryBudgetStore, type World } from '../../shared/src/runtime';
import { openAccess, type Settings } from '../access';
import type { Observations } from './observations';
import { takeOrderSteps } from './order-steps';
import { createRecorder, type Recorder } from './recorder';
import { readStock } from './stock';
import { trySubscribing } from './subscribing';
import { createTestOrder, type TestOrder } from './test-order';

interface RehearsalParts {
  readonly settings: Settings;
  readonly world: World;
  readonly rules: Rules;
  /** Number of the order. */
  readonly number: string;
  /** Code of the item to order; any that is in stock if not given. */
  readonly itemCode?: string;
  /** Told what is being done. */
  readonly say: (words: string) => void;
}

/**
 * Sends, changes and cancels one sales order that is marked as a test, and notes what Peoplevox does. Whatever happens in
 * between, the order is cancelled and every subscription ended; a step that Peoplevox refuses is noted.
 */
export async function rehearse(parts: RehearsalParts): Promise<Observations> {
  const { settings, world, rules, say } = parts;
  const store = memoryBudgetStore(world.clock);
  const logIns = countLogIns(world);
  const { client } = openAccess(settings, logIns.world, store);
  const recorder = createRecorder(parts.number, say);
  const { seen, step } = recorder;
  const site = rules.defaultSite ?? rules.sites[0]?.reference ?? '';

  await step('Read the columns of a report', async () => {
    const { name, columns } = rules.inventory.reports.summary;
    seen.reportColumns = { wanted: Object.values(columns), found: await client.getReportColumns(name) };
  });
  await step('Log in a second time', async () => {
    const before = logIns.count();
    await openAccess(settings, world, store).client.authenticate();
    await client.getSaveTemplate('Sales orders');
    seen.lostSessions = logIns.count() - before;
  });
  await step('Subscribe events to an address that leads nowhere, and end that', async () => {
    seen.subscriptions = await trySubscribing(client);
  });
  let order: TestOrder | undefined;
  await step('Read the integration templates', async () => {
    const serviceType = await anyServiceType(client, rules);
    order = await createTestOrder({ client, rules, number: seen.number, site, serviceType });
  });
  if (order === undefined) return seen;
  try {
    const zone = settings.peoplevox.timeZone;
    const wanted = parts.itemCode;
    const steps = { client, clock: world.clock, rules, site, zone, order, recorder };
    await takeOrderSteps({ ...steps, ...(wanted !== undefined && { wanted }) });
  } finally {
    await cancel(order, recorder, (code) => readStock(client, { rules, site }, code));
  }
  return seen;
}

async function cancel(
  order: TestOrder,
  { seen, step, demand }: Recorder,
  stockOf: (itemCode: string) => ReturnType<typeof readStock>,
): Promise<void> {
  await step('Cancel the order', async () => {
    seen.cancelled = await order.read();
    // A row with nothing but a number and a status might create an order.
    if (seen.cancelled === null) return;
    demand('cancel', await order.cancel());
    seen.cancelled = await order.read();
    const { itemCode, stock } = seen;
    if (itemCode === undefined || stock === undefined) return;
    const after = await stockOf(itemCode);
    if (after !== undefined) seen.stock = { ...stock, after };
  });
}

/** A number that no other run has, and that no shop gives: at most 30 characters. */
export function testNumber(now: number): string {
  return `TEST-${now.toString(36).toUpperCase()}`;
}

/** One that the tenant has: what the rules name, else the first that Peoplevox shows. */
async function anyServiceType(client: PeoplevoxClient, rules: Rules): Promise<string> {
  const named = rules.defaultServiceType ?? Object.values(rules.shippingMethods)[0]?.serviceType;
  return named ?? (await readServiceTypes(client, rules.columnNames))?.[0]?.code ?? '';
}

/** A world that counts how often somebody logs in to Peoplevox through it. */
function countLogIns(world: World): { readonly world: World; readonly count: () => number } {
  let logIns = 0;
  return {
    count: () => logIns,
    world: {
      ...world,
      fetch: (input, init) => {
        const action = new Headers(init?.headers).get('SOAPAction') ?? '';
        if (action.includes('Authenticate')) logIns += 1;
        return world.fetch(input, init);
      },
    },
  };
}

/** Whether Peoplevox shows the test order in any other status than a cancelled one. */
export function isLeftOpen({ atOnce, header, cancelled }: Observations, { despatch }: Rules): boolean {
  const wasSent = header !== undefined && header !== 'refused';
  if (cancelled === null || (cancelled === undefined && !wasSent && atOnce === undefined)) return false;
  const ended = despatch.cancelledStatuses.map((status) => status.toLowerCase());
  return cancelled === undefined || !ended.includes(cancelled.status.toLowerCase());
}
