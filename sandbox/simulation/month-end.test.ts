import * as z from 'zod';
import { monthEndOperations } from '../../despatch-processor/src/operator/month-end';
import { TextFile } from '../../despatch-processor/src/operator/operation';
import { createMonthEndSweep, monthsOf } from '../../reconciliation/src/sweeps/month-end';
import type { Pass } from '../../reconciliation/src/sweep';
import { rulesSchema } from '../../shared/src/configuration/rules';
import { createCommercetools, createDocuments } from '../../shared/src/commercetools';
import type { Fetch } from '../../shared/src/runtime';
import { readCsv } from '../peoplevox/csv';
import { asMerchant, LIVE_RULES, MERCHANT_CLIENT, stockPeoplevox } from './merchant';
import { createReconciliationWorld, type ReconciliationWorld } from './reconciliation-world';

const MINUTE = 60_000;
const DAY = 86_400_000;
const paymentSchema = z.looseObject({ id: z.string(), version: z.number() });

async function open(): Promise<ReconciliationWorld> {
  const world = createReconciliationWorld();
  stockPeoplevox(world.peoplevox, ['MUG-BLUE'], 10_000);
  world.addInstance();
  await world.clock.runUntil(world.install(LIVE_RULES));
  return world;
}

const settled = (world: ReconciliationWorld) => world.clock.runUntil(world.broker.drained(), DAY);

function operationOf({ documents, clock }: ReconciliationWorld, method: 'get' | 'post') {
  const found = monthEndOperations({ documents, world: { clock } }).find((one) => one.method === method);
  if (found === undefined) throw new Error(`There is no ${method} of the month-end.`);
  return found;
}

/** As people read the file: lines by the names of the columns. */
async function fileOf(world: ReconciliationWorld, month: string): Promise<Record<string, string>[]> {
  const text = async () => {
    const file = await operationOf(world, 'get').run({ month });
    if (!(file instanceof TextFile)) throw new Error('It is no file.');
    let all = '';
    for await (const part of file.parts) all += part;
    return all;
  };
  const [names = [], ...records] = readCsv(await world.clock.runUntil(text()));
  return records.map((cells) => Object.fromEntries(names.map((name, place) => [name, cells[place] ?? ''])));
}

const of = (lines: readonly Record<string, string>[], record: string) =>
  lines.filter((line) => line['record'] === record);

function expectToBalance(lines: readonly Record<string, string>[]): void {
  expect(of(lines, 'tie-out').length).toBeGreaterThan(0);
  expect(of(lines, 'tie-out').filter(({ note }) => !(note ?? '').endsWith(': balances'))).toEqual([]);
  expect(lines.at(-1)).toMatchObject({ record: 'end' });
}

describe('the month-end', () => {
  it('has each order in its month and each despatch in its own, and balances', async () => {
    const world = await open();
    const { warehouse } = world.peoplevox;
    const month = new Date(world.clock.now()).toISOString().slice(0, 7);
    for (const number of ['=SHIPPED', 'OPEN', 'GONE']) world.place(number, 'MUG-BLUE', 2);
    world.place('HELD', 'NO-SUCH-SKU', 1);
    world.place('EURO', 'MUG-BLUE', 1, { currency: 'EUR' });
    await settled(world);
    warehouse.startWave({ salesOrderNumbers: ['=SHIPPED'] });
    warehouse.pick({ salesOrderNumber: '=SHIPPED' });
    warehouse.despatch({ salesOrderNumber: '=SHIPPED', packages: [{ tracking: 'T-1' }] });
    warehouse.cancelOrder({ salesOrderNumber: 'GONE' });
    for (let run = 1; run <= 3; run += 1) {
      await world.clock.advance(11 * MINUTE);
      await world.reconcile();
    }
    await world.clock.runUntil(operationOf(world, 'post').run({ month }));
    await world.reconcile();
    const lines = await fileOf(world, month);
    expectToBalance(lines);
    const row = (number: string) => of(lines, 'order').find(({ orderNumber }) => orderNumber === number);
    // A spreadsheet takes no order number for a formula.
    expect(row("'=SHIPPED")).toMatchObject({
      currency: 'GBP',
      decimals: '2',
      orderedUnits: '2',
      orderedGoods: '2500',
      orderedTotal: '3000',
      exportedUnits: '2',
      despatchedUnits: '2',
      despatchedGoods: '2500',
      outstanding: '3000',
      openUnits: '0',
    });
    expect(row('OPEN')).toMatchObject({ exportedUnits: '2', openUnits: '2', cancelledUnits: '0' });
    expect(row('GONE')).toMatchObject({ exportedUnits: '2', cancelledUnits: '2', openUnits: '0' });
    expect(row('HELD')).toMatchObject({ exportedUnits: '0', notExportedUnits: '1', openUnits: '1' });
    expect(of(lines, 'total').map(({ currency, orderedUnits }) => [currency, orderedUnits])).toEqual([
      ['EUR', '1'],
      ['GBP', '7'],
    ]);
  });

  it('is prepared by itself once a day, anew when asked, and not there before', async () => {
    const world = await open();
    const month = new Date(world.clock.now()).toISOString().slice(0, 7);
    await expect(fileOf(world, month)).rejects.toMatchObject({ name: 'NotFound' });
    world.place('GB-1');
    await settled(world);
    const monthEnd = async () =>
      (await world.reconcile()).sweeps.find(({ sweep }) => sweep === 'month-end')?.details?.['orders'];
    expect(await monthEnd()).toBeGreaterThan(0);
    expect(await monthEnd()).toBe(0);
    await world.clock.runUntil(operationOf(world, 'post').run({ month }));
    expect(await monthEnd()).toBe(1);
    await world.clock.advance(DAY);
    expect(await monthEnd()).toBeGreaterThan(0);
    expect(of(await fileOf(world, month), 'order')).toHaveLength(1);
    // The one before is kept for whoever reads it, those before that are gone.
    const builds = world.documentsOf('peoplevox-month-end').filter(({ key }) => key.startsWith(`${month}.`));
    expect(builds).toHaveLength(2);
  });

  it('goes on where it ended, wherever its process is killed, and comes to the same', async () => {
    const world = await open();
    const month = new Date(world.clock.now()).toISOString().slice(0, 7);
    for (let index = 0; index < 450; index += 1) world.place(`GB-${index}`);
    const channelId = 'channel';
    const notBefore = new Date(world.clock.now() - DAY).toISOString();
    const pass = (isOver: () => boolean): Pass => ({
      rules: rulesSchema.parse(LIVE_RULES),
      notBefore,
      channelId,
      lease: { assertHeld: () => undefined } as Pass['lease'],
      now: () => world.clock.now(),
      isOver,
    });
    /** A process of its own that dies with the request of this number. */
    const sweep = (dies: number) => {
      let requests = 0;
      const fetch: Fetch = (input, init) => {
        requests += 1;
        if (requests >= dies) return Promise.reject(new TypeError('killed'));
        return world.network(input, init);
      };
      const { clock, random, settings, log } = world;
      const project = {
        ...settings.commercetools,
        clientId: MERCHANT_CLIENT.id,
        clientSecret: MERCHANT_CLIENT.secret,
      };
      const patience = { attemptMs: 1_000, totalMs: 1_000, attempts: 1 };
      const api = createCommercetools({ settings: project, world: { clock, random, fetch }, log, patience });
      const timeZone = 'Europe/London';
      return createMonthEndSweep({
        api,
        documents: createDocuments(api),
        notShipped: () => [],
        timeZone,
        world,
      });
    };
    let deaths = 0;
    for (let dies = 2; ; dies += 1) {
      try {
        const { outcome } = await world.clock.runUntil(sweep(dies).run(pass(() => false)));
        if (outcome === 'done') break;
      } catch {
        deaths += 1;
      }
    }
    expect(deaths).toBeGreaterThan(5);
    const lines = await fileOf(world, month);
    expectToBalance(lines);
    const numbers = of(lines, 'order').map(({ orderNumber }) => orderNumber);
    expect([numbers.length, new Set(numbers).size]).toEqual([450, 450]);
    // A run whose time is over leaves the rest to the next one.
    await world.clock.runUntil(operationOf(world, 'post').run({ month }));
    let asked = 0;
    const short = pass(() => (asked += 1) > 1);
    await expect(world.clock.runUntil(sweep(Infinity).run(short))).resolves.toMatchObject({
      outcome: 'continues',
    });
    expect(of(await fileOf(world, month), 'order')).toHaveLength(450);
  });

  it('has a Charge of a later month, though its order did not change since, once', async () => {
    const world = await open();
    const merchant = async (path: string, body: unknown) => {
      const { body: payment } = await world.clock.runUntil(
        asMerchant(world.commercetools, 'POST', path, body),
      );
      return paymentSchema.parse(payment);
    };
    const amount = { centAmount: 1500, currencyCode: 'GBP' };
    const paid = [await merchant('/payments', { amountPlanned: amount })];
    paid.push(await merchant('/payments', { amountPlanned: amount }));
    const order = world.place('PAID-LATER', 'MUG-BLUE', 2, { payments: paid });
    world.place('OTHER');
    await settled(world);
    await world.clock.advance(32 * DAY);
    const month = new Date(world.clock.now()).toISOString().slice(0, 7);
    for (const { id, version } of paid) {
      const transaction = {
        type: 'Charge',
        amount,
        state: 'Success',
        timestamp: new Date(world.clock.now()).toISOString(),
      };
      await merchant(`/payments/${id}`, { version, actions: [{ action: 'addTransaction', transaction }] });
    }
    const { lastModifiedAt = '' } = world.commercetools.project.collections.order.get(order.id) ?? {};
    expect(lastModifiedAt.slice(0, 7)).not.toBe(month);
    await world.clock.runUntil(operationOf(world, 'post').run({ month }));
    await world.reconcile();
    const lines = await fileOf(world, month);
    expectToBalance(lines);
    expect(of(lines, 'order')).toMatchObject([
      { orderNumber: 'PAID-LATER', orderedUnits: '0', capturedInMonth: '3000' },
    ]);
  });

  it('says so when a part of it is missing', async () => {
    const world = await open();
    const month = new Date(world.clock.now()).toISOString().slice(0, 7);
    world.place('GB-1');
    await settled(world);
    await world.reconcile();
    const chunk = world.documentsOf('peoplevox-month-end').find(({ key }) => key.endsWith('.0'));
    await world.clock.runUntil(world.documents.remove('peoplevox-month-end', chunk?.key ?? '', 1));
    await expect(fileOf(world, month)).rejects.toMatchObject({ name: 'MonthDamaged' });
  });
});

describe('the months that are prepared', () => {
  it('are the one that runs, and in its first days the one before', () => {
    expect(monthsOf('2026-01-10', 10)).toEqual(['2025-12', '2026-01']);
    expect(monthsOf('2026-04-11', 10)).toEqual(['2026-04']);
    expect(monthsOf('2026-04-01', 0)).toEqual([]);
  });
});
