import { asMerchant } from '../../sandbox/simulation/merchant';
import { rulesSchema } from '../../shared/src/configuration';
import { openShop, type Shop, type ShopOptions } from '../shop.fixture';
import { configure, NotConfigured } from './configure';
import { AnswersIncomplete, atTerminal, fromAnswers } from './respondents';

const TWO_SITES = [
  { reference: 'PrimarySite', name: 'Primary Site' },
  { reference: 'North', name: 'Northern warehouse' },
  { reference: 'SystemSite', name: 'System Site' },
];

/** A shop with two sites, two Channels, three shipping methods and two Stores. */
async function openBigShop(options: ShopOptions = {}): Promise<Shop> {
  const shop = await openShop({ ...options, tenant: { sites: TWO_SITES, ...options.tenant } });
  const { merchant } = shop;
  await merchant('/channels', { key: 'north', roles: ['InventorySupply'], name: { en: 'Leeds' } });
  await merchant('/channels', { key: 'shop-floor', roles: ['ProductDistribution'] });
  await merchant('/tax-categories', { key: 'standard', name: 'Standard', rates: [] });
  for (const [key, name] of [
    ['express', 'Express'],
    ['royal-mail-tracked-48', 'Royal Mail tracked 48'],
    ['collect', 'Collect in store'],
  ])
    await merchant('/shipping-methods', {
      key,
      name,
      taxCategory: { typeId: 'tax-category', key: 'standard' },
      zoneRates: [],
      isDefault: false,
    });
  for (const key of ['uk', 'fr']) await merchant('/stores', { key });
  return shop;
}

const ANSWERS = {
  'sites.PrimarySite': 'no-channel',
  defaultSite: 'PrimarySite',
  'shippingMethods.express': 'DPDND',
  'shippingMethods.collect': 'not-ours',
  'orderExport.paymentStates': 'paid',
  'orderExport.stores': 'uk',
};

const SHADOW = { schemaVersion: 1, mode: { orders: 'shadow', stock: 'shadow', despatch: 'shadow' } };

function documentOf({ commercetools }: Shop): unknown {
  const stored = [...commercetools.project.collections['key-value-document'].values()];
  return stored.find(({ container, key }) => container === 'peoplevox-connector' && key === 'configuration')
    ?.value;
}

async function run(shop: Shop, answers: Readonly<Record<string, string>>, yes = true) {
  const said: string[] = [];
  const { respond, finish } = fromAnswers(answers);
  const wrote = await shop.clock.runUntil(
    configure({
      access: shop.access,
      respond,
      finish,
      say: (text) => void said.push(text),
      confirm: async () => yes,
    }),
  );
  return { wrote, said: said.join('\n') };
}

describe('npm run configure', () => {
  it('proposes what both systems say, asks the rest, shows the difference and writes it', async () => {
    const shop = await openBigShop();
    await shop.setRules(SHADOW);
    const { wrote, said } = await run(shop, ANSWERS);
    expect(wrote).toBe(true);
    expect(documentOf(shop)).toEqual({
      ...SHADOW,
      sites: [{ reference: 'PrimarySite' }, { reference: 'North', supplyChannel: 'north' }],
      defaultSite: 'PrimarySite',
      shippingMethods: {
        express: { serviceType: 'DPDND' },
        'royal-mail-tracked-48': { serviceType: 'RM48' },
      },
      notShippedByPeoplevox: { shippingMethods: ['collect'] },
      orderExport: { paymentStates: ['Paid'], stores: ['uk'] },
    });
    expect(said).toContain('+ sites[1].supplyChannel: "north"');
    expect(said).toContain('+ shippingMethods.royal-mail-tracked-48.serviceType: "RM48"');
    expect(rulesSchema.parse(documentOf(shop)).mode.orders).toBe('shadow');
  });

  it('proposes nothing when it is run again, and asks nothing that it asked before', async () => {
    const shop = await openBigShop();
    await shop.setRules(SHADOW);
    await run(shop, ANSWERS);
    const writes = shop.writes().length;
    const again = await run(shop, {});
    expect(again).toEqual({ wrote: false, said: expect.stringContaining('nothing to change') as unknown });
    expect(shop.writes()).toHaveLength(writes);
  });

  it('leaves alone what it does not ask, and asks only for what is new', async () => {
    const shop = await openBigShop();
    const before = {
      ...SHADOW,
      sites: [{ reference: 'North', supplyChannel: 'north', safetyBuffer: 3 }],
      defaultSite: 'North',
      shippingMethods: { 'Collect in store': { serviceType: 'RM24' } },
      orderExport: { pace: 'pause', paymentStates: ['Pending', 'Paid'], stores: ['fr'] },
      inventory: { buffers: [{ units: 2 }] },
    };
    await shop.setRules(before);
    const { said } = await run(shop, {
      'sites.PrimarySite': 'leave-out',
      'shippingMethods.express': 'DPDND',
    });
    expect(documentOf(shop)).toEqual({
      ...before,
      shippingMethods: {
        ...before.shippingMethods,
        express: { serviceType: 'DPDND' },
        'royal-mail-tracked-48': { serviceType: 'RM48' },
      },
    });
    expect(said.match(/^ {2}[+~-] /gm)).toHaveLength(2);
  });

  it('names every answer that lacks or does not fit, and writes nothing', async () => {
    const shop = await openBigShop();
    const attempt = run(shop, { 'shippingMethods.express': 'PIGEON', 'orderExport.stores': 'de' });
    await expect(attempt).rejects.toThrow(AnswersIncomplete);
    await expect(attempt).rejects.toThrow(
      /sites\.PrimarySite is not answered[^]*shippingMethods\.express must be one of RM48, RM24, DPDND, not-ours[^]*shippingMethods\.collect is not answered[^]*orderExport\.paymentStates is not answered[^]*orderExport\.stores must be "all" or keys of Stores; there is no de/,
    );
    expect(documentOf(shop)).toBeUndefined();
  });

  it('says which answers nothing was asked for', async () => {
    const shop = await openBigShop();
    expect((await run(shop, { ...ANSWERS, 'shippingMethods.expres': 'RM48' })).said).toContain(
      'Not asked, so not used: shippingMethods.expres.',
    );
  });

  it('writes nothing without a yes', async () => {
    const shop = await openBigShop();
    const { wrote, said } = await run(shop, ANSWERS, false);
    expect(wrote).toBe(false);
    expect(said).toContain('Nothing was written.');
    expect(documentOf(shop)).toBeUndefined();
  });

  it('writes the first document in shadow mode', async () => {
    const shop = await openBigShop();
    const { said } = await run(shop, ANSWERS);
    expect(said).toContain('+ mode.orders: "shadow"');
    expect(documentOf(shop)).toMatchObject(SHADOW);
  });

  it('touches no document that has faults', async () => {
    const shop = await openBigShop();
    await shop.setRules({ defaultSite: 'Nowhere' });
    await expect(run(shop, ANSWERS)).rejects.toThrow(/has faults; correct them first:\n- defaultSite/);
    expect(documentOf(shop)).toEqual({ defaultSite: 'Nowhere' });
  });

  it('overwrites nobody who changed the document meanwhile', async () => {
    const shop = await openBigShop();
    await shop.setRules(SHADOW);
    const { respond, finish } = fromAnswers(ANSWERS);
    const confirm = async () => {
      const value = { ...SHADOW, retentionDays: 60 };
      const body = { container: 'peoplevox-connector', key: 'configuration', value };
      await asMerchant(shop.commercetools, 'POST', '/custom-objects', body);
      return true;
    };
    const attempt = shop.clock.runUntil(
      configure({ access: shop.access, respond, finish, say: () => undefined, confirm }),
    );
    await expect(attempt).rejects.toThrow(NotConfigured);
    expect(documentOf(shop)).toMatchObject({ retentionDays: 60 });
  });

  it("finds the tenant's own names of columns and of the report of returns", async () => {
    const shop = await openShop({
      tenant: {
        templates: { 'Sales orders': { SalesOrderNumber: 'Sales order number', OnHold: 'Wait', Site: null } },
        reports: { 'Returns Summary': { basedOn: 'Return summary' } },
        missingReports: ['Return summary'],
      },
    });
    await shop.setRules({ ...SHADOW, defaultServiceType: 'RM48', orderExport: { paymentStates: ['Paid'] } });
    await run(shop, { 'columnNames.Sales orders.OnHold': 'Wait' });
    expect(documentOf(shop)).toMatchObject({
      sites: [{ reference: 'PrimarySite' }],
      columnNames: { 'Sales orders': { SalesOrderNumber: 'Sales order number', OnHold: 'Wait' } },
      despatch: { reports: { returns: { name: 'Returns Summary' } } },
    });
    expect((await run(shop, {})).wrote).toBe(false);
  });

  it('gives no Channel to two sites', async () => {
    const shop = await openBigShop();
    await expect(
      run(shop, { ...ANSWERS, 'sites.PrimarySite': 'north', 'sites.North': 'north' }),
    ).rejects.toThrow(/sites\.North must be one of no-channel, leave-out/);
  });

  it('asks a person by numbers, again where the answer does not fit', async () => {
    const shop = await openBigShop();
    const typed = [
      ...['2', '9', ''], // PrimarySite: no Channel. North: no such number, then what is proposed.
      '1', // PrimarySite ships what names no Channel.
      ...['3', '', '4'], // Express: DPD. Tracked 48: as proposed. Collect: not ours.
      '1', // Paid orders only.
      ...['mars', 'uk, fr'],
      ...['', 'not a page', 'https://dpd.example/{trackingNumber}'],
    ];
    const shown: string[] = [];
    const ask = async (prompt: string) => {
      shown.push(prompt);
      return typed.shift() ?? '';
    };
    const respond = atTerminal({ write: (text) => void shown.push(text), ask });
    await shop.clock.runUntil(
      configure({
        access: shop.access,
        respond,
        finish: () => [],
        say: (text) => void shown.push(text),
        confirm: async () => true,
      }),
    );
    const screen = shown.join('\n');
    expect(screen).toContain('Where does the stock of site PrimarySite (Primary Site) go?');
    expect(screen).toContain('It must be a number from 1 to 2.');
    expect(screen).toContain('It must be "all" or keys of Stores; there is no mars.');
    expect(screen).toContain('It must begin with https:// and contain {trackingNumber}.');
    expect(typed).toEqual([]);
    expect(documentOf(shop)).toEqual({
      ...SHADOW,
      sites: [{ reference: 'PrimarySite' }, { reference: 'North', supplyChannel: 'north' }],
      defaultSite: 'PrimarySite',
      shippingMethods: {
        express: { serviceType: 'DPDND' },
        'royal-mail-tracked-48': { serviceType: 'RM48' },
      },
      notShippedByPeoplevox: { shippingMethods: ['collect'] },
      orderExport: { paymentStates: ['Paid'], stores: ['uk', 'fr'] },
      carriers: { DPD: { trackingUrl: 'https://dpd.example/{trackingNumber}' } },
    });
  });
});
