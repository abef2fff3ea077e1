import { comesTrue, documentsOf, openStage, type Stage } from '../demo/stage';
import { inTerminal } from '../demo/terminal';
import { exceptionsOf, shipmentOf, soldFrom } from '../demo/views';
import { addProduct, ADDRESS, API_CLIENT, PERSONAL, placeOrder, PROJECT_KEY } from '../simulation/merchant';

const MUG = { sku: 'MUG-BLUE', quantity: 2 } as const;

let stage: Stage | undefined;

afterEach(async () => {
  await stage?.close();
});

/** Everything that the connector's own API client asked commercetools to change, apart from Custom Objects. */
function businessWrites({ commercetools }: Stage, from: number): string[] {
  return commercetools.journal
    .slice(from)
    .filter(({ method, clientId }) => clientId === API_CLIENT.id && !['GET', 'HEAD'].includes(method))
    .map(({ method, path }) => `${method} ${path}`)
    .filter((call) => !/^(POST|DELETE) \/[\w-]+\/custom-objects(\/|$)/.test(call));
}

/** A sales order of ours that is in Peoplevox already, as after an earlier installation. */
function alreadyInPeoplevox({ commercetools, peoplevox }: Stage, number: string): string {
  const { id } = placeOrder(commercetools, number, [MUG]);
  peoplevox.seed('Customers', [{ Reference: id, Name: 'W' }]);
  peoplevox.seed('Sales orders', [
    {
      SalesOrderNumber: number,
      Customer: id,
      CustomerPurchaseOrderReferenceNumber: id,
      ChannelName: PROJECT_KEY,
      ServiceType: 'RM48',
      ShippingAddressLine1: '1',
      ShippingAddressPostcode: 'P',
      ShippingAddressCountry: 'United Kingdom',
    },
  ]);
  const [line] = commercetools.project.collections.order.get(id)?.lineItems ?? [];
  peoplevox.seed('Sales order items', [
    {
      SalesOrderNumber: number,
      Line: (line?.id ?? '').replaceAll('-', '').slice(0, 16),
      ItemCode: MUG.sku,
      QuantityOrdered: String(MUG.quantity),
    },
  ]);
  return id;
}

describe('the connector in shadow mode', () => {
  it('decides and records everything, tells it in one report, and writes to neither side', async () => {
    const opened = await openStage({ skus: ['MUG-BLUE', 'MUG-RED'] });
    stage = opened;
    const { commercetools, peoplevox, connect } = opened;
    // As the first installation has it, with the one rule without which every order would be held.
    const [written] = documentsOf(opened, 'peoplevox-connector').filter(
      (value) => typeof value === 'object' && value !== null && 'mode' in value,
    );
    expect(written).toEqual({
      schemaVersion: 1,
      mode: { orders: 'shadow', stock: 'shadow', despatch: 'shadow' },
    });
    await opened.setRules({ ...(written as object), defaultServiceType: 'RM48' });
    await addProduct(commercetools, ['MUG-LOST']);
    const from = { commercetools: commercetools.journal.length, peoplevox: peoplevox.journal.length };
    const orderVersions = () =>
      [...commercetools.project.collections.order.values()].map(({ id, version }) => `${id} ${version}`);

    placeOrder(commercetools, 'GB-SENT', [MUG]);
    placeOrder(commercetools, 'GB-HELD', [MUG], { shippingAddress: { ...ADDRESS, postalCode: '' } });
    const despatched = alreadyInPeoplevox(opened, 'GB-GONE');
    const versions = orderVersions();
    peoplevox.warehouse.startWave({ salesOrderNumbers: ['GB-GONE'] });
    peoplevox.warehouse.pick({ salesOrderNumber: 'GB-GONE' });
    peoplevox.warehouse.despatch({ salesOrderNumber: 'GB-GONE', packages: [{ tracking: 'TRK-1' }] });

    const recorded = (container: string, words: RegExp) => () =>
      words.test(JSON.stringify(documentsOf(opened, container)));
    const raised = (code: string) => () => exceptionsOf(opened).some((one) => one.code === code);
    const answers: unknown[] = [];
    const ticks = async (name: string, isDone: () => boolean) => {
      for (let tick = 0; tick < 30 && !isDone(); tick += 1)
        answers.push((await connect.job(name).run()).body);
      expect([name, isDone(), isDone() ? [] : answers]).toEqual([name, true, []]);
    };
    await expect(comesTrue(recorded('peoplevox-orders', /would send GB-SENT/))).resolves.toBe(true);
    await expect(comesTrue(raised('order-invalid'))).resolves.toBe(true);
    await expect(comesTrue(recorded('peoplevox-audit', /TRK-1/), 120_000)).resolves.toBe(true);
    await ticks('inventory-import', recorded('peoplevox-connector', /"kind":"full","outcome":"done"/));
    await ticks('sku-audit', recorded('peoplevox-connector', /"sku":"MUG-LOST"/));
    expect((await connect.job('reconciliation').run()).body).toMatchObject({ outcome: 'ran' });

    // What deployment made before shows that writes would be seen.
    expect(businessWrites(opened, 0)).toContain(`POST /${PROJECT_KEY}/subscriptions`);
    expect(businessWrites(opened, from.commercetools)).toEqual([]);
    const containers = [...commercetools.project.collections['key-value-document'].values()].map(
      ({ container }) => container,
    );
    expect(containers.filter((container) => !container.startsWith('peoplevox-'))).toEqual([]);
    const reads = ['Authenticate', 'GetData', 'GetReportData', 'GetReportColumns', 'GetSaveTemplate'];
    const asked = new Set(peoplevox.journal.slice(from.peoplevox).map(({ operation }) => operation));
    expect([...asked].filter((operation) => !reads.includes(operation))).toEqual([]);
    expect(peoplevox.floor.orders.has('GB-SENT')).toBe(false);
    expect([soldFrom(opened, 'MUG-BLUE'), orderVersions()]).toEqual([undefined, versions]);
    expect(shipmentOf(opened, despatched)).toBe('undefined: ');

    const stdout = await inTerminal(opened, 'npm', ['run', '--silent', 'shadow-report']);
    expect(stdout).toContain('Modes: orders shadow, stock shadow, despatch shadow.');
    expect(stdout).toMatch(/GB-SENT: would send GB-SENT to PrimarySite/);
    expect(stdout).toMatch(/GB-HELD order-invalid: .*\n +\S/);
    expect(stdout).toMatch(
      /MUG-BLUE at PrimarySite: no entry → \d+, for \d+ available − \d+ of orders under way/,
    );
    expect(stdout).toMatch(/MUG-LOST sku-missing-in-peoplevox/);
    expect(stdout).toMatch(/GB-GONE\n +delivery \S+: .*TRK-1.*\n +shipmentState: Shipped/);
    for (const value of PERSONAL) expect(stdout).not.toContain(value);
  }, 400_000);
});
