import { openShop, type Shop, type ShopOptions } from '../shop.fixture';
import { examine } from './examine';
import { printResult, printSummary } from './print-result';

async function doctor(
  options: ShopOptions = {},
  prepare: (shop: Shop) => Promise<void> = async () => undefined,
) {
  const shop = await openShop(options);
  await shop.setRules({ defaultServiceType: 'RM48', skuAudit: { barcodeAttribute: '' } });
  await prepare(shop);
  const before = shop.writes().length;
  const { results } = await shop.clock.runUntil(examine(shop.access, () => undefined));
  const findings = results.flatMap(({ name, findings: found }) =>
    found.map((finding) => ({ name, ...finding })),
  );
  return {
    shop,
    results,
    written: shop.writes().slice(before),
    mend: findings
      .filter(({ verdict }) => verdict === 'mend')
      .map(({ owner, words }) => `${owner}: ${words}`),
    notes: findings.filter(({ verdict }) => verdict === 'note').map(({ words }) => words),
    text: [...results.map(printResult), printSummary(results)].join('\n'),
  };
}

describe('npm run doctor', () => {
  it('finds nothing to mend where all is well, and writes nothing to either side', async () => {
    const { mend, results, written, shop, text } = await doctor();
    expect(mend).toEqual([]);
    expect(results.map(({ outcome }) => outcome)).toEqual(results.map(() => 'looked'));
    expect(written).toEqual([]);
    const operations = new Set(shop.peoplevox.journal.map(({ operation }) => operation));
    expect([...operations].sort()).toEqual([
      'Authenticate',
      'GetData',
      'GetReportColumns',
      'GetReportData',
      'GetSaveTemplate',
    ]);
    expect(text).toContain('ok     Reports of stock');
    expect(text).toContain('Nothing to mend.');
  });

  it('names every missing template column, report, column, site and Service type at once, with their owners', async () => {
    const { mend, text } = await doctor(
      {
        tenant: {
          templates: { 'Sales orders': { OnHold: null, Site: null }, 'Item types': { UnitOfMeasure: null } },
          missingReports: ['Incremental Changes Report v1', 'Return summary'],
          reports: {},
        },
      },
      (shop) =>
        shop.setRules({
          sites: [{ reference: 'PrimarySite' }, { reference: 'North', supplyChannel: 'north' }],
          shippingMethods: { standard: { serviceType: 'SNAIL' } },
          defaultServiceType: 'RM48',
          despatch: { reports: { packages: { name: 'By package' } } },
        }),
    );
    expect(mend).toEqual([
      expect.stringContaining('Shipping method "standard" does not exist'),
      expect.stringMatching(/^warehouse: .*"Sales orders" lacks Site, OnHold/),
      expect.stringMatching(/^warehouse: .*"Item types" lacks UnitOfMeasure/),
      expect.stringMatching(/^warehouse: .*"Incremental Changes Report v1" cannot be read/),
      expect.stringMatching(/^warehouse: .*"By package" cannot be read/),
      expect.stringMatching(/^warehouse: .*"Return summary" cannot be read/),
      expect.stringMatching(/^ecommerce: Supply Channel "north" of site North does not exist/),
      expect.stringMatching(/^ecommerce: Site North of the rules is not in Peoplevox/),
      expect.stringMatching(/^ecommerce: Peoplevox has no Service type SNAIL/),
    ]);
    expect(text).toContain('To mend: 9 (ecommerce 4, warehouse 5).');
  });

  it('holds the names of the rules against the project', async () => {
    const { mend } = await doctor({}, async (shop) => {
      await shop.merchant('/stores', { key: 'uk' });
      await shop.setRules({
        defaultServiceType: 'RM48',
        orderExport: { stores: ['uk', 'fr'], stateKeys: ['checked'] },
        routing: [{ when: { stores: ['de'] }, site: 'PrimarySite' }],
        notShippedByPeoplevox: { supplyChannels: ['dropship'], productTypes: ['goods', 'gift-card'] },
        despatch: { lineItemStates: { picked: 'being-picked' } },
      });
    });
    expect(mend).toEqual([
      'ecommerce: Store "fr" does not exist (rule orderExport.stores). Correct the rule, or create it.',
      'ecommerce: Store "de" does not exist (rule routing). Correct the rule, or create it.',
      'ecommerce: State "checked" does not exist (rule orderExport.stateKeys). Correct the rule, or create it.',
      'ecommerce: State "being-picked" does not exist (rule despatch.lineItemStates). Correct the rule, or create it.',
      'ecommerce: Channel "dropship" does not exist (rule notShippedByPeoplevox.supplyChannels). Correct the rule, or create it.',
      'ecommerce: Product type "gift-card" does not exist (rule notShippedByPeoplevox.productTypes). Correct the rule, or create it.',
    ]);
  });

  it('names every fault of the rules document, and leaves out what rests on it', async () => {
    const { mend, results } = await doctor({}, (shop) =>
      shop.setRules({ defaultSite: 'Nowhere', orderExport: { pace: 'fast' }, sitez: [] }),
    );
    expect(mend).toEqual([
      expect.stringContaining('orderExport.pace: must be one of "run", "pause"'),
      expect.stringContaining('sitez: is not a known key'),
      expect.stringContaining('defaultSite: "Nowhere" is not listed'),
    ]);
    expect(results.filter(({ outcome }) => outcome === 'left out')).toHaveLength(11);
  });

  it('says which door is closed, and still looks behind the other', async () => {
    const peoplevox = await doctor({ password: 'wrong' });
    expect(peoplevox.mend).toEqual([expect.stringContaining('Peoplevox refused the log-in')]);
    expect(peoplevox.text).toContain('ok     Stores, Channels and States that the rules name');
    expect(peoplevox.text).toContain('–      Reports of stock: not looked at');
    expect(peoplevox.text).not.toContain('wrong');

    const commercetools = await doctor({ clientSecret: 'wrong-secret' });
    expect(commercetools.mend).toEqual([
      expect.stringContaining('commercetools refused the API client (401)'),
    ]);
    expect(commercetools.text).toContain('ok     API user of Peoplevox');
    expect(commercetools.text).not.toContain('wrong-secret');
  });

  it('names the scopes that the applications need and the API client lacks', async () => {
    const { mend } = await doctor({
      scopes: [
        'manage_orders',
        'manage_products',
        'manage_subscriptions',
        'manage_key_value_documents',
        'view_channels',
      ],
    });
    expect(mend[0]).toMatch(/lacks the scope manage_channels:.*needed to keep the Channel/);
    expect(mend.join()).toContain('lacks the scope manage_types');
    // Only for rules that are off.
    expect(mend.join()).not.toContain('view_states');
  });

  it('holds the newest change of stock against the clock', async () => {
    const behind = await doctor({ tenant: { timeZone: 'Europe/Athens' }, timeZone: 'Europe/London' });
    expect(behind.mend).toEqual([expect.stringContaining('2 hours in the future')]);
    const ahead = await doctor({ tenant: { timeZone: 'Europe/London' }, timeZone: 'Europe/Athens' });
    expect(ahead.mend).toEqual([]);
    expect(ahead.notes).toContainEqual(expect.stringContaining('2 hours ago. If stock moved just now'));
    expect((await doctor()).notes.join()).not.toContain('newest change');
  });

  it('misses what the deployments should have made', async () => {
    const { mend, notes } = await doctor({}, async (shop) => {
      await shop.merchant('/channels', { key: 'peoplevox', roles: ['OrderExport'] });
    });
    expect(mend).toEqual([
      expect.stringContaining('Subscription "peoplevox-order-export" is missing'),
      expect.stringContaining('Type "peoplevox-delivery" is missing'),
      expect.stringContaining('Type "peoplevox-parcel" is missing'),
      expect.stringContaining('despatch-processor has subscribed no callbacks'),
    ]);
    expect(notes.join()).not.toContain('not deployed');
    expect((await doctor()).notes.join()).toContain('The connector is not deployed in this project yet');
  });
});
