import type { Rules } from '../../shared/src/configuration';
import type { PeoplevoxClient } from '../../shared/src/peoplevox';
import { sleep, type Clock } from '../../shared/src/runtime';
import type { SeenOrder } from './observations';
import type { Recorder } from './recorder';
import { findItem, readStock, readTime } from './stock';
import { LINES, OTHER_CONTACT, type TestOrder } from './test-order';

/** Long enough for an allocation that runs by itself. */
const PAUSE_MS = 5_000;
const LOOKS = 3;
/** What no tenant has. */
const IMPOSSIBLE_ITEM = 'CONNECTOR-TEST-NO-SUCH-ITEM';

interface OrderSteps {
  readonly client: PeoplevoxClient;
  readonly clock: Clock;
  readonly rules: Rules;
  readonly site: string;
  readonly zone: string;
  readonly order: TestOrder;
  readonly recorder: Recorder;
  /** Item to order; any that is in stock if not given. */
  readonly wanted?: string;
}

/** Sends the order and changes it in every way that the connector does. */
export async function takeOrderSteps(steps: OrderSteps): Promise<void> {
  const { recorder } = steps;
  await sendHeader(steps);
  if (recorder.seen.header !== 'saved') return;
  await chooseItem(steps);
  const { itemCode } = recorder.seen;
  if (itemCode === undefined) return;
  await sendLines(steps, itemCode);
  await changeLines(steps, itemCode);
}

async function sendHeader({ order, recorder }: OrderSteps): Promise<void> {
  const { seen, step, demand } = recorder;
  await step('Send customer and header, not to be allocated', async () => {
    const customer = await order.customer();
    demand('customer', customer);
    seen.customer = customer.kind;
    const outcome = await order.create('doNotAllocate');
    demand('header', outcome);
    seen.header = outcome.kind;
    seen.atOnce = await order.read();
  });
  if (seen.header !== 'saved') return;
  await step('Change one column of the header', async () => {
    const outcome = await order.change({ ContactName: OTHER_CONTACT });
    seen.headerChanged = { outcome: outcome.kind, order: await order.read() };
  });
}

async function chooseItem({ client, rules, site, wanted, recorder }: OrderSteps): Promise<void> {
  const { seen, step, fail } = recorder;
  await step('Find an item in stock', async () => {
    const found = await findItem(client, { rules, site }, wanted);
    if (found !== undefined) seen.itemCode = found;
    else
      fail(
        'item',
        `No item has 4 units available at site ${site}. Put some in stock, or name one with --item.`,
      );
  });
}

async function sendLines(steps: OrderSteps, itemCode: string): Promise<void> {
  const { client, clock, order, rules, site, zone, recorder } = steps;
  const { seen, step, demand } = recorder;
  const place = { rules, site };
  const two = [LINES.first, LINES.second].map((line) => ({ itemCode, line, quantity: 1 }));
  await step('Put the order on hold, send two lines of one item to be allocated, and wait', async () => {
    const before = await readStock(client, place, itemCode);
    if (before !== undefined) seen.stock = { before };
    demand('hold', await order.change({ OnHold: 'true' }));
    demand('lines on hold', await order.lines(two));
    await sleep(clock, PAUSE_MS);
    seen.onHold = await order.read();
  });
  await step('Take the hold away, send the lines not to be allocated, and wait', async () => {
    demand('release', await order.change({ OnHold: 'false' }));
    demand('lines', await order.lines(two, 'doNotAllocate'));
    await sleep(clock, PAUSE_MS);
    seen.held = await order.read();
  });
  await step('Send the lines to be allocated', async () => {
    demand('lines again', await order.lines(two));
    const at = clock.now();
    seen.released = await whenAllocated(steps);
    seen.lines = await order.readLines();
    const allocated = await readStock(client, place, itemCode);
    if (seen.stock !== undefined && allocated !== undefined) seen.stock = { ...seen.stock, allocated };
    const time = await readTime(client, { rules, zone }, itemCode, at);
    if (time !== undefined) seen.time = time;
  });
}

async function whenAllocated({ order, clock, rules }: OrderSteps): Promise<SeenOrder | null> {
  const allocated = rules.despatch.statuses.allocated.map((status) => status.toLowerCase());
  for (let look = 1; ; look += 1) {
    const found = await order.read();
    if (look === LOOKS || (found !== null && allocated.includes(found.status.toLowerCase()))) return found;
    await sleep(clock, PAUSE_MS);
  }
}

async function changeLines({ order, recorder }: OrderSteps, itemCode: string): Promise<void> {
  const { seen, step } = recorder;
  await step('Change the quantity of one line', async () => {
    await order.lines([{ itemCode, line: LINES.first, quantity: 2 }]);
    seen.lineChanged = await order.readLines();
  });
  await step('Send a good and an impossible line in one call', async () => {
    const outcome = await order.lines([
      { itemCode, line: LINES.first, quantity: 1 },
      { itemCode: IMPOSSIBLE_ITEM, line: LINES.second, quantity: 1 },
    ]);
    const rows = 'rows' in outcome ? outcome.rows.map(({ kind }) => kind) : [];
    seen.mixed = { rows, lines: await order.readLines() };
  });
  await step('Set the other line to no units', async () => {
    await order.lines([{ itemCode, line: LINES.second, quantity: 0 }]);
    seen.zeroed = await order.readLines();
  });
  await step('Delete that line', async () => {
    await order.lines([{ itemCode, line: LINES.second }], 'delete');
    seen.removed = await order.readLines();
  });
}
