import { rulesSchema } from '../../shared/src/configuration';
import { openShop, type ShopOptions } from '../shop.fixture';
import { facts } from './facts';
import { judge, printJudged } from './print-facts';
import { refusal } from './qa-tenant';
import { isLeftOpen, rehearse, testNumber } from './rehearse';

const RULES = { defaultServiceType: 'RM48' };

async function tryOut(options: ShopOptions & { readonly rules?: object; readonly itemCode?: string } = {}) {
  const shop = await openShop(options);
  const rules = rulesSchema.parse(options.rules ?? RULES);
  const { settings, world } = shop.access;
  const seen = await shop.clock.runUntil(
    rehearse({
      settings,
      world,
      rules,
      number: testNumber(world.clock.now()),
      say: () => undefined,
      ...(options.itemCode !== undefined && { itemCode: options.itemCode }),
    }),
  );
  const judged = judge(seen, { rules, zone: settings.peoplevox.timeZone });
  return {
    shop,
    seen,
    judged,
    verdicts: Object.fromEntries(judged.map(({ fact, judgement }) => [fact.id, judgement.verdict])),
    refuted: judged.filter(({ judgement }) => judgement.verdict === 'refuted').map(({ fact }) => fact.id),
    leftOpen: isLeftOpen(seen, rules),
  };
}

const testable = facts.filter(({ judge: test }) => test !== undefined).map(({ id }) => id);

describe('npm run doctor -- --qa', () => {
  it('confirms every fact that it can test on a tenant that is as the connector takes it to be', async () => {
    const { verdicts, seen } = await tryOut();
    expect(seen.failures).toEqual([]);
    expect(
      Object.entries(verdicts)
        .filter(([, verdict]) => verdict === 'confirmed')
        .map(([id]) => id),
    ).toEqual(testable);
  });

  it('leaves a cancelled order, the stock that was there, no subscription, and nothing in commercetools', async () => {
    const { shop, leftOpen } = await tryOut();
    const orders = [...shop.peoplevox.floor.orders.values()];
    expect(orders).toMatchObject([
      { status: 'Cancelled', number: expect.stringMatching(/^TEST-/) as unknown },
    ]);
    expect(leftOpen).toBe(false);
    expect(shop.peoplevox.subscriptions.active()).toEqual([]);
    const rows = [...shop.peoplevox.floor.items.held()].map(({ stock }) => stock.onHand - stock.allocated);
    expect(rows).toEqual([10, 10]);
    expect(shop.writes()).toHaveLength(2);
  });

  it('marks its order as a test, by a ChannelName that no application takes for its own', async () => {
    const { shop, seen } = await tryOut({ itemCode: 'POT' });
    expect(seen.itemCode).toBe('POT');
    const [order] = shop.peoplevox.floor.orders.values();
    expect(order?.columns.get('ChannelName')).toBe('connector-test');
    expect(order?.columns.get('ContactName')).toContain('TEST');
  });

  it.each<[string, ShopOptions & { rules?: object }, string[]]>([
    ['ignores Action 1', { peoplevox: { doNotAllocate: 'ignored' } }, ['action-1-holds']],
    ['ignores holds', { peoplevox: { holds: 'ignored' } }, ['on-hold-holds']],
    ['allocates by hand', { peoplevox: { allocation: 'by-hand' } }, ['action-0-allocates']],
    ['merges lines of one item', { peoplevox: { sameItemLines: 'merged' } }, ['same-item-twice']],
    ['deletes no lines', { peoplevox: { lineDeletion: 'refuse' } }, ['delete-line']],
    ['does not say which row was bad', { peoplevox: { statusRows: 'none' } }, ['rows-apart']],
    ['reads clauses in UTC', { peoplevox: { clauseZone: 'UTC' } }, ['zone-of-searches']],
    [
      'is in another zone',
      { tenant: { timeZone: 'Europe/Athens' }, timeZone: 'Europe/London' },
      ['zone-of-reports', 'zone-of-searches'],
    ],
    ['ends older sessions', { peoplevox: { singleSession: true } }, ['sessions-apart']],
    [
      'lacks the later events',
      { peoplevox: { eventTypes: ['SalesOrderStatusChanges', 'TrackingNumberReceived', 'Returns'] } },
      ['event-types'],
    ],
    [
      'calls a status otherwise',
      { peoplevox: { statusTexts: { Allocated: 'Zugeteilt' } } },
      ['action-0-allocates', 'statuses'],
    ],
  ])('refutes what is not so on a tenant that %s', async (_, options, expected) => {
    const { refuted, judged, leftOpen } = await tryOut(options);
    expect(refuted).toEqual(expected);
    expect(leftOpen).toBe(false);
    const text = judged.map(printJudged).join('\n');
    expect(text.match(/ {4}Then: /g)).toHaveLength(expected.length);
  });

  it('takes the statuses that the rules name', async () => {
    const { refuted } = await tryOut({
      peoplevox: { statusTexts: { Allocated: 'Zugeteilt' } },
      rules: { ...RULES, despatch: { statuses: { allocated: ['zugeteilt'] } } },
    });
    expect(refuted).toEqual([]);
  });

  it('says that it cannot tell the zone of searches where the tenant lives by UTC', async () => {
    const { verdicts } = await tryOut({ now: Date.UTC(2026, 0, 15, 9) });
    expect(verdicts['zone-of-searches']).toBe('not tested');
  });

  it('still tests what it can where nothing is in stock', async () => {
    const { seen, verdicts, shop } = await tryOut({ itemCode: 'NOT-THERE' });
    expect(seen.failures).toMatchObject([{ step: 'item' }]);
    expect(verdicts).toMatchObject({
      'rows-at-once': 'confirmed',
      'cancelled-by-status': 'confirmed',
      available: 'not tested',
    });
    expect([...shop.peoplevox.floor.orders.values()]).toMatchObject([{ status: 'Cancelled' }]);
  });

  it('notes an item that Peoplevox cannot be asked for', async () => {
    const { seen } = await tryOut({ itemCode: '5" MUG' });
    expect(seen.failures).toMatchObject([{ step: 'Find an item in stock' }]);
    expect(seen.cancelled?.status).toBe('Cancelled');
  });

  it('creates nothing by cancelling an order that was not taken', async () => {
    const { seen, shop, leftOpen, verdicts } = await tryOut({ rules: { defaultServiceType: 'NO-SUCH' } });
    expect(seen.failures).toMatchObject([{ step: 'header' }]);
    expect(verdicts['enough-columns']).toBe('refuted');
    expect([...shop.peoplevox.floor.orders.keys()]).toEqual([]);
    expect(leftOpen).toBe(false);
  });

  it('says that an order is left open when it cannot be cancelled', async () => {
    const { leftOpen, seen } = await tryOut({ peoplevox: { statusTexts: { Cancelled: 'Void' } } });
    expect(leftOpen).toBe(true);
    expect(seen.cancelled?.status).toBe('Void');
  });
});

describe('which tenant may be tried out on', () => {
  const url = 'https://wms.peoplevox.net';

  it.each(['shopQa1234', 'apiQac1234'])('%s may', (clientId) => {
    expect(refusal({ clientId, url }, undefined)).toBeUndefined();
  });

  it('one on a QA host may', () => {
    expect(refusal({ clientId: 'shop', url: 'https://qa1.peoplevox.net' }, undefined)).toBeUndefined();
    expect(
      refusal({ clientId: 'shop', url: 'https://integration-qac.peoplevox.net' }, undefined),
    ).toBeUndefined();
  });

  it('any other only when its client id is said again', () => {
    expect(refusal({ clientId: 'shop', url }, undefined)).toContain('Nothing was sent');
    expect(refusal({ clientId: 'Qatar', url }, undefined)).toContain('Nothing was sent');
    expect(refusal({ clientId: 'shop', url }, 'shops')).toContain('--confirm-tenant');
    expect(refusal({ clientId: 'shop', url }, 'shop')).toBeUndefined();
  });
});
