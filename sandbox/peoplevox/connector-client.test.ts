import {
  and,
  createPeoplevoxClient,
  equals,
  onOrAfter,
  oneOf,
  reportColumnList,
  reportField,
  templateField,
} from '../../shared/src/peoplevox';
import { createBreaker, createCallBudget, memoryBudgetStore, type Log } from '../../shared/src/runtime';
import { seededRandom } from '../simulation/random';
import { simulatorFetch } from './fetch';
import { drive, seedOrder } from './testing';
import type { SettingsInput } from './settings';

/** Client and simulator were written apart from one another; here each is the other's proof. */
describe("the connector's client against the simulator", () => {
  function connected(settings: SettingsInput = {}, share = 14) {
    const driver = drive({ settings });
    const { clock, simulator } = driver;
    const { clientId, username, password, passwordEncoding } = simulator.tenant;
    const random = seededRandom(3);
    const silent = (): void => undefined;
    const log: Log = { debug: silent, info: silent, warn: silent, error: silent };
    const client = createPeoplevoxClient({
      settings: { url: 'http://pvx.example', clientId, username, password, passwordEncoding },
      world: { clock, random, fetch: simulatorFetch(simulator, { clock, latencyMs: 100 }) },
      budget: createCallBudget({ clock, random, store: memoryBudgetStore(clock), share }),
      breaker: createBreaker({ clock }),
      log,
    });
    return { driver, client, clock, simulator };
  }

  it('saves rows and learns the outcome of each', async () => {
    const { client, clock } = connected();
    const rows = [
      { Reference: 'C1', Name: 'Ann "A", & <Co>\r\nLtd' },
      { Reference: 'C2', Name: '' },
    ];
    const outcome = await clock.runUntil(
      client.saveData({ templateName: 'Customers', columns: ['Reference', 'Name'], rows, action: 0 }),
    );
    expect(outcome).toMatchObject({ kind: 'partly', rows: [{ kind: 'saved' }, { kind: 'refused' }] });
    const page = await clock.runUntil(
      client.getData({ templateName: 'Customers', pageNo: 1, itemsPerPage: 10 }),
    );
    expect(page).toMatchObject({ totalCount: 1, rows: [rows[0]] });
  });

  it('reads rows with characters that XML does not have', async () => {
    const { client, clock, simulator } = connected();
    simulator.seed('Item types', [{ ItemCode: 'MUG', Name: 'Mug\vblue', Barcode: 'B-1' }]);
    const page = await clock.runUntil(
      client.getData({ templateName: 'Item types', pageNo: 1, itemsPerPage: 10 }),
    );
    expect(page.rows).toMatchObject([{ ItemCode: 'MUG', Name: 'Mug\uFFFDblue' }]);
  });

  it('searches templates and reports with the clauses that it builds', async () => {
    const { client, clock, driver } = connected();
    seedOrder(driver);
    const number = templateField('SalesOrderNumber');
    const orders = await clock.runUntil(
      client.getData({
        templateName: 'Sales orders',
        pageNo: 1,
        itemsPerPage: 100,
        searchClause: and(oneOf(number, ['SO-0', 'SO-1']), equals(number, 'SO-1')),
      }),
    );
    expect(orders.rows).toMatchObject([{ SalesOrderNumber: 'SO-1', Status: 'Allocated' }]);
    const changes = await clock.runUntil(
      client.getReportData({
        templateName: 'Incremental Changes Report v1',
        pageNo: 1,
        itemsPerPage: 100,
        searchClause: and(
          onOrAfter(reportField('Timestamp'), clock.now() - 60_000, 'Europe/London'),
          equals(reportField('Site reference'), 'PrimarySite'),
        ),
        columns: reportColumnList(['Item code', 'Item current available quantity']),
      }),
    );
    expect(changes.rows).toContainEqual({ 'Item code': 'MUG', 'Item current available quantity': '7' });
  });

  it('reads template and report columns, subscribes and unsubscribes', async () => {
    const { client, clock } = connected();
    expect(await clock.runUntil(client.getSaveTemplate('Sites'))).toEqual(['Name', 'Reference']);
    expect(await clock.runUntil(client.getReportColumns('Service types'))).toEqual([
      'Carrier',
      'Name',
      'Code',
    ]);
    const id = await clock.runUntil(
      client.subscribePostEvent('Returns', 'https://s.example/?a=1&b=2', 'so={SalesOrderNumber}&x=y'),
    );
    expect(await clock.runUntil(client.unsubscribeEvent(id))).toBe(true);
  });

  it('gets over a lost session, and over sessions that are ended by others', async () => {
    const { client, clock, simulator } = connected();
    await clock.runUntil(client.getReportColumns('Service types'));
    simulator.endSessions();
    expect(await clock.runUntil(client.getReportColumns('Service types'))).toContain('Code');
  });

  it('calls a save whose reply was lost unknown, never refused', async () => {
    const { client, clock, simulator } = connected();
    simulator.faults.set({ operation: 'SaveData', fault: { kind: 'reply-lost' } });
    const rows = [{ Name: 'UPS' }];
    const outcome = await clock.runUntil(
      client.saveData({ templateName: 'Carriers', columns: ['Name'], rows, action: 0 }),
    );
    expect(outcome.kind).toBe('unknown');
  });

  it('never exceeds the limit, however many calls are wanted at once', async () => {
    const { client, clock, simulator } = connected({ limit: {} });
    const calls = Array.from({ length: 40 }, () =>
      client.getData({ templateName: 'Sites', pageNo: 1, itemsPerPage: 10 }),
    );
    await clock.runUntil(Promise.all(calls));
    expect(simulator.journal.filter(({ outcome }) => outcome === 'throttled')).toEqual([]);
    expect(simulator.peak()).toBeLessThanOrEqual(15);
  });
});
