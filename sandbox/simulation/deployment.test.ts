import * as despatchProcessor from '../../despatch-processor/src/application';
import { prepare as prepareDespatchProcessor } from '../../despatch-processor/src/connector/prepare';
import { SCOPES as DESPATCH_SCOPES } from '../../despatch-processor/src/connector/scopes';
import { environmentSchema as despatchEnvironment } from '../../despatch-processor/src/environment';
import * as inventoryImport from '../../inventory-import/src/application';
import { checkStock } from '../../inventory-import/src/connector/check-stock';
import { SCOPES as INVENTORY_SCOPES } from '../../inventory-import/src/connector/scopes';
import * as orderExport from '../../order-export/src/application';
import { prepare as prepareOrderExport } from '../../order-export/src/connector/prepare';
import { SCOPES as ORDER_SCOPES } from '../../order-export/src/connector/scopes';
import { environmentSchema } from '../../order-export/src/environment';
import * as reconciliation from '../../reconciliation/src/application';
import { checkReconciliation } from '../../reconciliation/src/connector/check-reconciliation';
import { SCOPES as RECONCILIATION_SCOPES } from '../../reconciliation/src/connector/scopes';
import { environmentSchema as reconciliationEnvironment } from '../../reconciliation/src/environment';
import type { NeededScope } from '../../shared/src/configuration';
import { exceptionKey } from '../../shared/src/exceptions';
import { createLog, readEnvironment } from '../../shared/src/runtime';
import * as skuAudit from '../../sku-audit/src/application';
import { checkAudit } from '../../sku-audit/src/connector/check-audit';
import { SCOPES as AUDIT_SCOPES } from '../../sku-audit/src/connector/scopes';
import { createCommercetoolsEmulator, emulatorFetch, openApiInspector } from '../commercetools';
import { declaredScopes } from '../connect';
import { createPeoplevoxSimulator, simulatorFetch, type SettingsInput } from '../peoplevox';
import {
  asMerchant,
  commercetoolsEnvironment,
  MERCHANT_CLIENT,
  PROJECT_KEY,
  REPOSITORY,
  TENANT,
} from './merchant';
import { seededRandom } from './random';
import { createVirtualClock } from './virtual-clock';

const API = 'https://api.commercetools.test';
const PEOPLEVOX = 'https://wms.peoplevox.test';
const SERVICE = 'https://ours.connect.test/despatch-processor';

const neededBy: Readonly<Record<string, readonly NeededScope[]>> = {
  'order-export': ORDER_SCOPES,
  'despatch-processor': DESPATCH_SCOPES,
  'inventory-import': INVENTORY_SCOPES,
  'sku-audit': AUDIT_SCOPES,
  reconciliation: RECONCILIATION_SCOPES,
};
const applications = Object.keys(neededBy);

interface Start {
  /** Of the API client; those of connect.yaml if not given. */
  readonly scopes?: readonly string[];
  /** Over the usual environment. */
  readonly values?: Readonly<Record<string, string>>;
  readonly rules?: object;
  readonly peoplevoxSettings?: SettingsInput;
}

/** Both systems, and the post-deploy script of each application as a function. */
async function open({ scopes = declaredScopes(REPOSITORY), values, rules, peoplevoxSettings }: Start = {}) {
  const clock = createVirtualClock(Date.UTC(2026, 2, 2, 9));
  const random = seededRandom(1);
  const client = {
    id: 'client',
    secret: 's3cret',
    scopes: scopes.map((scope) => `${scope}:${PROJECT_KEY}`),
  };
  const commercetools = createCommercetoolsEmulator({
    clock,
    random,
    projectKey: PROJECT_KEY,
    settings: { clients: [client, MERCHANT_CLIENT], inventoryLagMs: 0 },
    inspector: openApiInspector(),
  });
  const peoplevox = createPeoplevoxSimulator({
    clock,
    random,
    tenant: TENANT,
    ...(peoplevoxSettings && { settings: peoplevoxSettings }),
  });
  const toCommercetools = emulatorFetch(commercetools);
  const toPeoplevox = simulatorFetch(peoplevox, { clock });
  const world = {
    clock,
    random,
    fetch: (async (input, init) => {
      const { url } = new Request(input);
      if (url.startsWith(API)) return toCommercetools(input, init);
      return url.startsWith(PEOPLEVOX) ? toPeoplevox(input, init) : Response.json({ status: 'OK' });
    }) satisfies typeof fetch,
  };
  const environment = {
    ...commercetoolsEnvironment(client, API),
    PEOPLEVOX_URL: PEOPLEVOX,
    PEOPLEVOX_CLIENT_ID: TENANT.clientId,
    PEOPLEVOX_USERNAME: TENANT.username,
    PEOPLEVOX_PASSWORD: TENANT.password,
    PEOPLEVOX_CALLBACK_SECRET: 'callback-s3cr3t',
    ...values,
  };
  const log = createLog({ level: 'error', write: () => undefined, clock });
  const usual = () => readEnvironment(environmentSchema, environment);
  const scripts: Readonly<Record<string, () => Promise<readonly string[]>>> = {
    'order-export': () =>
      prepareOrderExport({
        ...orderExport.createParts(usual(), world, log),
        destination: { type: 'GoogleCloudPubSub', topic: 't', projectId: 'p' },
      }),
    'despatch-processor': () => {
      const settings = readEnvironment(despatchEnvironment, environment);
      return prepareDespatchProcessor(despatchProcessor.createParts(settings, world, log), SERVICE);
    },
    'inventory-import': () => checkStock(inventoryImport.createParts(usual(), world, log)),
    'sku-audit': () => checkAudit(skuAudit.createParts(usual(), world, log)),
    reconciliation: () => {
      const settings = readEnvironment(reconciliationEnvironment, environment);
      const parts = reconciliation.createParts(settings, world, log);
      return checkReconciliation({ ...parts, webhooks: settings.webhooks, topicFaults: undefined });
    },
  };
  const write = (key: string, value: object) =>
    asMerchant(commercetools, 'POST', '/custom-objects', { container: 'peoplevox-connector', key, value });
  if (rules !== undefined) await write('configuration', rules);
  return {
    commercetools,
    write,
    deploy: async (name: string) =>
      clock.runUntil((scripts[name] ?? (() => Promise.reject(new Error(name))))()),
    resources: () =>
      (['subscription', 'channel', 'type', 'extension'] as const).flatMap((type) => [
        ...commercetools.project.collections[type].values(),
      ]),
  };
}

/** The faults of a refused deployment. */
async function faultsOf(deploying: Promise<unknown>): Promise<readonly string[]> {
  const error: unknown = await deploying.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof Error && 'faults' in error
    ? (error.faults as string[])
    : [`not refused: ${String(error)}`];
}

const always = (name: string) =>
  (neededBy[name] ?? []).filter(({ when }) => when === undefined).map(({ scope }) => scope);

describe('scopes', () => {
  it('of all applications together are those of connect.yaml, and each is there for something', () => {
    const names = new Set(Object.values(neededBy).flatMap((list) => list.map(({ scope }) => scope)));
    const declared = declaredScopes(REPOSITORY);
    const includedIn = (scope: string) => scope.replace(/^view_/, 'manage_');
    const asked = [...names].filter((scope) => !(scope.startsWith('view_') && names.has(includedIn(scope))));
    expect([...asked].sort()).toEqual([...declared].sort());
  });

  it.each(applications)('that %s always needs are enough to deploy it', async (name) => {
    const { deploy } = await open({ scopes: always(name) });
    await expect(deploy(name)).resolves.toBeDefined();
  });

  it.each(applications)(
    'that %s lacks are all named, with what they are for, and nothing is made',
    async (name) => {
      const { deploy, resources } = await open({ scopes: ['manage_key_value_documents'] });
      const faults = (await faultsOf(deploy(name))).join('\n');
      for (const scope of always(name).filter((one) => one !== 'manage_key_value_documents'))
        expect(faults).toMatch(new RegExp(`lacks the scope ${scope}:${PROJECT_KEY}, needed to \\w+`));
      expect(resources()).toEqual([]);
    },
  );

  it('are asked for by rules too', async () => {
    const rules = {
      capture: { mode: 'charge', interfaces: ['psp'] },
      orderExport: { stateKeys: ['paid'] },
      notShippedByPeoplevox: { productTypes: ['voucher'] },
      orderAttributes: { Attribute1: { from: 'customer.custom.fields.vip' } },
    };
    const { deploy } = await open({ scopes: always('reconciliation'), rules });
    const faults = (await faultsOf(deploy('reconciliation'))).join('\n');
    expect(faults.match(/(?<=scope )\w+/g)?.sort()).toEqual([
      'manage_payments',
      'view_customers',
      'view_product_types',
      'view_states',
    ]);
  });
});

describe.each(applications)('a deployment of %s that cannot work', (name) => {
  it('tells the faults of both sides at once', async () => {
    const { deploy } = await open({ values: { CTP_CLIENT_SECRET: 'wrong', PEOPLEVOX_PASSWORD: 'wrong' } });
    expect(await faultsOf(deploy(name))).toEqual([
      expect.stringContaining('commercetools refused the API client (401)'),
      expect.stringContaining('Peoplevox refused the log-in'),
    ]);
  });

  it('tells a refused log-in although its calls cannot be counted', async () => {
    const { deploy } = await open({ scopes: ['view_states'], values: { PEOPLEVOX_PASSWORD: 'wrong' } });
    const faults = await faultsOf(deploy(name));
    expect(faults).toContainEqual(expect.stringContaining('Peoplevox refused the log-in'));
    expect(faults).toContainEqual(expect.stringContaining('lacks the scope manage_key_value_documents'));
  });

  it('tells what is wrong in the rules beside the log-in', async () => {
    const { deploy, resources } = await open({
      rules: { mode: { orders: 'perhaps' }, sights: [] },
      values: { PEOPLEVOX_PASSWORD: 'wrong' },
    });
    expect(await faultsOf(deploy(name))).toEqual([
      expect.stringContaining('Peoplevox refused the log-in'),
      expect.stringMatching(/mode\.orders.*sights|sights.*mode\.orders/),
    ]);
    expect(resources()).toEqual([]);
  });

  it('does not touch what a later version left', async () => {
    const { deploy, write } = await open();
    await write('later', { schemaVersion: 2 });
    expect(await faultsOf(deploy(name))).toEqual([
      expect.stringContaining('peoplevox-connector/later was written by a later version'),
    ]);
  });

  it('is over once it logs in: the refusal that people were told of is resolved', async () => {
    const { deploy, write, commercetools } = await open();
    await write('configuration', {});
    const subject = { type: 'app', key: name } as const;
    const kept = {
      container: 'peoplevox-exceptions',
      key: exceptionKey('credentials-rejected', subject),
      value: {
        schemaVersion: 1,
        code: 'credentials-rejected',
        owner: 'integration',
        status: 'open',
        subject,
        message: 'Refused.',
        fix: 'Mend it.',
        firstSeenAt: '2026-03-01T08:00:00.000Z',
        lastSeenAt: '2026-03-01T08:00:00.000Z',
        occurrences: 1,
      },
    };
    await asMerchant(commercetools, 'POST', '/custom-objects', kept);
    await deploy(name);
    const { collections } = commercetools.project;
    expect(
      [...collections['key-value-document'].values(kept.container)].find(({ key }) => key === kept.key)
        ?.value,
    ).toMatchObject({ status: 'resolved' });
  });

  it('is no such deployment once nothing is wrong, however often it is repeated', async () => {
    const { deploy, resources } = await open();
    await deploy(name);
    const made = resources();
    await deploy(name);
    expect(resources()).toEqual(made);
  });
});

describe('what each application needs of the rules', () => {
  const sites = [
    { reference: 'PrimarySite', supplyChannel: 'main' },
    { reference: 'Moon', supplyChannel: null },
  ];

  it('inventory-import: reports, their columns and the Channels of the sites', async () => {
    const reports = { changes: { name: 'Changes' }, summary: { columns: { available: 'Free' } } };
    const { deploy } = await open({ rules: { sites, inventory: { reports } } });
    expect(await faultsOf(deploy('inventory-import'))).toEqual([
      expect.stringContaining('Supply Channel "main" of site PrimarySite'),
      expect.stringContaining('"Changes" cannot be read'),
      expect.stringContaining('"Item inventory summary" lacks Free'),
    ]);
  });

  it('inventory-import: none of them while stock is off', async () => {
    const reports = { changes: { name: 'Changes' } };
    const rules = { mode: { stock: 'off', orders: 'shadow' }, sites, inventory: { reports } };
    const { deploy } = await open({ rules });
    await expect(deploy('inventory-import')).resolves.toEqual([
      expect.stringContaining('no InventoryEntry is written'),
      expect.stringContaining('set inventory.ordersUnderWay to "ignore"'),
    ]);
  });

  it('order-export: sites of Peoplevox, and columns of its templates', async () => {
    const columnNames = { 'Sales orders': { ChannelName: 'Shop' }, Customers: { Reference: 'Nr' } };
    const { deploy, resources } = await open({ rules: { sites, columnNames } });
    expect(await faultsOf(deploy('order-export'))).toEqual([
      expect.stringContaining('"Customers" lacks Reference'),
      expect.stringContaining('"Sales orders" lacks ChannelName'),
      expect.stringContaining('Site Moon of the rules is not in Peoplevox'),
    ]);
    expect(resources()).toEqual([]);
  });

  it('sku-audit: columns of Item types', async () => {
    const { deploy } = await open({ rules: { columnNames: { 'Item types': { Barcode: 'EAN' } } } });
    expect(await faultsOf(deploy('sku-audit'))).toEqual([expect.stringContaining('lacks Barcode')]);
  });

  it('sku-audit: says which attributes are not there, that Item types are written, and stock is held', async () => {
    const rules = { skuAudit: { holdUnknown: true, itemTypes: { mode: 'live', weightAttribute: 'weight' } } };
    const { deploy } = await open({ rules });
    await expect(deploy('sku-audit')).resolves.toEqual([
      expect.stringContaining('"barcode" (skuAudit.barcodeAttribute)'),
      expect.stringContaining('"weight" (skuAudit.itemTypes.weightAttribute)'),
      expect.stringContaining('created and changed in Peoplevox'),
      expect.stringContaining('held at stock 0'),
    ]);
  });

  it('reconciliation: reports of despatches and returns; and it says whom nobody tells', async () => {
    const reports = { summary: { columns: { carrier: 'Haulier' } }, returns: { name: 'Rückgaben' } };
    const faulty = await open({ rules: { despatch: { reports } } });
    expect(await faultsOf(faulty.deploy('reconciliation'))).toEqual([
      expect.stringMatching(/lacks Haulier.*"despatch\.reports"/),
      expect.stringContaining('"Rückgaben" cannot be read'),
    ]);
    const told = await open({ values: { NOTIFY_WEBHOOK_URL_FINANCE: 'https://hooks.example/finance' } });
    const [words] = await told.deploy('reconciliation');
    expect(words).toContain('warehouse, ecommerce, merchandising, integration');
  });
});
