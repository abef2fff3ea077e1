import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClientAsync, type Client } from 'soap';
import * as z from 'zod';
import { systemClock } from '../../../shared/src/runtime/clock';
import { createPeoplevoxSimulator, type PeoplevoxSimulator } from '../core';
import { serve, type Shell } from '../shell';
import { containing } from '../testing';
import { seededRandom } from '../../simulation/random';

const reference = join(__dirname, '../../../../shared/reference/peoplevox.wsdl');

const sources = [
  'the WSDL that the simulator serves',
  ...(existsSync(reference) ? ['the reference WSDL'] : []),
];

describe.each(sources)('a node-soap client built from %s', (source) => {
  let simulator: PeoplevoxSimulator;
  let shell: Shell;
  let folder: string;
  let client: Client;

  beforeAll(async () => {
    simulator = createPeoplevoxSimulator({
      clock: systemClock,
      random: seededRandom(7),
      tenant: { clientId: 'acmeQa1', username: 'api', password: 'secret' },
      settings: { limit: null },
    });
    simulator.seed('Item types', [{ ItemCode: 'MUG', Name: 'Mug', Barcode: '501' }]);
    simulator.warehouse.receiveStock({ itemCode: 'MUG', quantity: 3 });
    shell = await serve(simulator, { clock: systemClock });
    folder = mkdtempSync(join(tmpdir(), 'peoplevox-wsdl-'));
    const served = join(folder, 'served.wsdl');
    writeFileSync(served, await (await fetch(`${shell.serviceUrl}?wsdl`)).text());
    client = await createClientAsync(source === 'the reference WSDL' ? reference : served, {
      endpoint: shell.serviceUrl,
    });
    const log = await call('Authenticate', {
      clientId: 'acmeQa1',
      username: 'api',
      password: Buffer.from('secret').toString('base64'),
    });
    client.addSoapHeader(
      {
        UserSessionCredentials: {
          UserId: 0,
          ClientId: 'acmeQa1',
          SessionId: String(log['Detail']).split(',')[1],
        },
      },
      '',
      'tns',
      'http://www.peoplevox.net/',
    );
  });
  afterAll(async () => {
    await shell.close();
    rmSync(folder, { recursive: true });
  });

  async function call(operation: string, args: object): Promise<Record<string, unknown>> {
    const invoke: unknown = client[`${operation}Async`];
    if (typeof invoke !== 'function') throw new Error(`The WSDL has no ${operation}.`);
    const answer: unknown = await invoke.call(client, args);
    return (
      z.tuple([z.record(z.string(), z.record(z.string(), z.unknown()))], z.unknown()).parse(answer)[0][
        `${operation}Result`
      ] ?? {}
    );
  }

  it('saves, with a status for each row', async () => {
    const saved = await call('SaveData', {
      saveRequest: {
        TemplateName: 'Customers',
        CsvData: 'Reference,Name\n"C1","Ann ""A"" & Co"\n"C2",""',
        Action: 0,
      },
    });
    expect(saved).toMatchObject({
      ResponseId: -1,
      TotalCount: 1,
      Detail: 'Line 2 (C2): Name must be given.',
      Statuses: {
        IntegrationStatusResponse: [
          { Reference: 'C1', Status: 'Success' },
          { Reference: 'C2', Status: 'Error' },
        ],
      },
    });
  });

  it('reads data, templates, reports and their columns', async () => {
    const page = { PageNo: 1, ItemsPerPage: 10 };
    const data = await call('GetData', {
      getRequest: {
        TemplateName: 'Item types',
        ...page,
        SearchClause: 'ItemCode.Equals("MUG") AND OnHand <= 3',
      },
    });
    expect(data).toMatchObject({
      ResponseId: 0,
      TotalCount: 1,
      Detail: containing('"MUG","Mug"'),
    });
    expect(await call('GetSaveTemplate', { templateName: 'Sites' })).toMatchObject({
      Detail: 'Name,Reference',
    });
    expect(await call('GetReportColumns', { templateName: 'Service types' })).toMatchObject({
      Detail: 'Carrier,Name,Code',
    });
    const report = await call('GetReportData', {
      getReportRequest: {
        TemplateName: 'Item inventory summary',
        ...page,
        SearchClause: '[Site reference].Equals("PrimarySite")',
        FilterClause: '',
        OrderBy: '[Item code]',
        Columns: '[Item code],[Available]',
      },
    });
    expect(report).toMatchObject({ TotalCount: 1, Detail: '"Item code","Available"\n"MUG","3"' });
  });

  it('subscribes and takes subscriptions back', async () => {
    const get = await call('SubscribeEvent', {
      eventType: 'Returns',
      filter: '',
      callbackUrl: 'https://s.example/?a={ItemCode}&b=1',
    });
    const post = await call('SubscribePostEvent', {
      eventType: 'Returns',
      filter: '',
      postUrl: 'https://s.example/',
      postParams: 'a={ItemCode}&b=2',
    });
    expect(simulator.subscriptions.active().map(({ url }) => url)).toEqual([
      'https://s.example/?a={ItemCode}&b=1',
      'https://s.example/',
    ]);
    for (const { Detail } of [get, post]) {
      expect(await call('UnsubscribeEvent', { subscriptionId: Number(Detail) })).toMatchObject({
        ResponseId: 0,
        Detail: 'True',
      });
    }
  });

  it('is told of a lost session in the body', async () => {
    simulator.faults.set({ fault: { kind: 'session-lost' } });
    expect(await call('GetSaveTemplate', { templateName: 'Sites' })).toMatchObject({
      ResponseId: -1,
      Detail: 'System : Security - Invalid Session',
    });
  });
});
