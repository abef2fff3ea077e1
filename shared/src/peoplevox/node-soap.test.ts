import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { listen } from 'soap';
import { createPeoplevoxClient } from './create-client';
import { notingBreaker, openBudget, SECRET_WORD } from './scripted-peoplevox';
import { systemWorld } from '../runtime/world';

/** Lies beside the repository, not in it. */
const WSDL = join(__dirname, '../../../../shared/reference/peoplevox.wsdl');
const whenWsdl = existsSync(WSDL) ? describe : describe.skip;

type Args = Record<string, unknown>;
const AWKWARD = 'a "b", c\r\nd]]>e & <f> \u{1F69A} é';

/** A foreign SOAP stack, built from the WSDL alone, that notes what it was sent. */
async function foreignService() {
  const seen: { operation: string; args: Args; headers: unknown }[] = [];
  const replies: Record<string, Args> = {
    Authenticate: { ResponseId: 0, TotalCount: 1, Detail: 'acme,session-1' },
    GetData: {
      ResponseId: 0,
      TotalCount: 40,
      Detail: `"SalesOrderNumber","Note"\n"SO-1","${AWKWARD.replaceAll('"', '""')}"`,
    },
    GetReportData: { ResponseId: 0, TotalCount: 1, Detail: '"Item code","On hand"\n"A","5"' },
    GetReportColumns: { ResponseId: 0, TotalCount: 2, Detail: 'Item code,On hand' },
    GetSaveTemplate: { ResponseId: 0, TotalCount: 2, Detail: 'SalesOrderNumber,Email' },
    SaveData: {
      ResponseId: -1,
      TotalCount: 1,
      Detail: 'SO-2: refused',
      Statuses: {
        IntegrationStatusResponse: [
          { Reference: 'SO-1', Status: 'Success', LineNo: 1 },
          { Reference: 'SO-2', Status: 'Error', LineNo: 2 },
        ],
      },
      ImportingQueueId: 0,
    },
    SubscribeEvent: { ResponseId: 0, TotalCount: 1, Detail: '7' },
    SubscribePostEvent: { ResponseId: 0, TotalCount: 1, Detail: '8' },
    UnsubscribeEvent: { ResponseId: 0, TotalCount: 1, Detail: 'True' },
  };
  const handlers = Object.fromEntries(
    Object.entries(replies).map(([operation, reply]) => [
      operation,
      (args: Args, _done: unknown, headers: unknown) => {
        seen.push({ operation, args, headers });
        return { [`${operation}Result`]: reply };
      },
    ]),
  );
  const server: Server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const services = {
    // It answers by the last port of an address, whichever SOAP version it was called with.
    IntegrationServiceV4: { IntegrationServiceV4Soap: handlers, IntegrationServiceV4Soap12: handlers },
  };
  listen(server, '/acme/resources/integrationservicev4.asmx', services, readFileSync(WSDL, 'utf8'));
  return { seen, replies, server, url: `http://127.0.0.1:${port}` };
}

whenWsdl(
  'against a node-soap server made from the WSDL (skipped where the WSDL is not beside the repository)',
  () => {
    let service: Awaited<ReturnType<typeof foreignService>>;
    const client = () => {
      const quiet = () => undefined;
      return createPeoplevoxClient({
        settings: {
          url: service.url,
          clientId: 'acme',
          username: 'user & co',
          password: SECRET_WORD,
          passwordEncoding: 'base64',
        },
        world: systemWorld,
        budget: openBudget().budget,
        breaker: notingBreaker().breaker,
        log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      });
    };
    const last = () => service.seen.at(-1);

    beforeEach(async () => {
      service = await foreignService();
    });
    afterEach(async () => {
      service.server.closeAllConnections();
      await new Promise((resolve) => void service.server.close(resolve));
    });

    it('logs in with the exact credentials', async () => {
      await client().authenticate();
      expect(last()).toMatchObject({
        operation: 'Authenticate',
        args: {
          clientId: 'acme',
          username: 'user & co',
          password: Buffer.from(SECRET_WORD).toString('base64'),
        },
      });
    });

    it('sends a page request with its session and reads the rows', async () => {
      const searchClause = 'SalesOrderNumber.Equals("<SO & 1>")';
      const page = await client().getData({
        templateName: 'Sales orders',
        pageNo: 2,
        itemsPerPage: 50,
        searchClause,
      });
      expect(page).toEqual({
        totalCount: 40,
        columns: ['SalesOrderNumber', 'Note'],
        rows: [{ SalesOrderNumber: 'SO-1', Note: AWKWARD }],
      });
      expect(last()?.args).toEqual({
        getRequest: { TemplateName: 'Sales orders', PageNo: 2, ItemsPerPage: 50, SearchClause: searchClause },
      });
      expect(last()?.headers).toMatchObject({
        UserSessionCredentials: { UserId: '0', ClientId: 'acme', SessionId: 'session-1' },
      });
    });

    it('sends a report request', async () => {
      const request = {
        templateName: 'R',
        pageNo: 1,
        itemsPerPage: 1000,
        searchClause: 'S',
        filterClause: 'F',
        orderBy: '[A]',
        columns: '[A]',
      };
      expect((await client().getReportData(request)).rows).toEqual([{ 'Item code': 'A', 'On hand': '5' }]);
      expect(last()?.args).toEqual({
        getReportRequest: {
          TemplateName: 'R',
          PageNo: 1,
          ItemsPerPage: 1000,
          SearchClause: 'S',
          FilterClause: 'F',
          OrderBy: '[A]',
          Columns: '[A]',
        },
      });
    });

    it('asks for the columns of reports and templates', async () => {
      expect(await client().getReportColumns('R')).toEqual(['Item code', 'On hand']);
      expect(last()?.args).toEqual({ templateName: 'R' });
      expect(await client().getSaveTemplate('T')).toEqual(['SalesOrderNumber', 'Email']);
      expect(last()?.args).toEqual({ templateName: 'T' });
    });

    it('sends CSV whose bytes arrive exactly, and reads the status of each row', async () => {
      const rows = [
        { SalesOrderNumber: 'SO-1', Note: AWKWARD },
        { SalesOrderNumber: 'SO-2', Note: '' },
      ];
      const outcome = await client().saveData({
        templateName: 'T',
        columns: ['SalesOrderNumber', 'Note'],
        rows,
        action: 2,
      });
      expect(outcome).toMatchObject({
        kind: 'partly',
        rows: [{ kind: 'saved' }, { kind: 'refused', words: 'SO-2: refused' }],
      });
      const csv = `"SalesOrderNumber","Note"\r\n"SO-1","${AWKWARD.replaceAll('"', '""')}"\r\n"SO-2",""`;
      // node-soap trims the last line end off.
      expect(last()?.args).toEqual({ saveRequest: { TemplateName: 'T', CsvData: csv, Action: 2 } });
    });

    it('reads a single status row as one', async () => {
      service.replies['SaveData'] = Object.assign(service.replies['SaveData'] ?? {}, {
        ResponseId: 0,
        Statuses: { IntegrationStatusResponse: { Reference: 'SO-1', Status: 'Success' } },
      });
      const row = { SalesOrderNumber: 'SO-1' };
      const outcome = await client().saveData({
        templateName: 'T',
        columns: ['SalesOrderNumber'],
        rows: [row],
        action: 0,
      });
      expect(outcome).toEqual({ kind: 'saved', rows: [{ kind: 'saved' }] });
    });

    it('subscribes and unsubscribes', async () => {
      expect(await client().subscribeEvent('AvailabilityChanges', 'https://x/?a={ItemCode}&b=1', 'f')).toBe(
        7,
      );
      expect(last()?.args).toEqual({
        eventType: 'AvailabilityChanges',
        filter: 'f',
        callbackUrl: 'https://x/?a={ItemCode}&b=1',
      });
      expect(await client().subscribePostEvent('Returns', 'https://x', 'so={A}&b={C}')).toBe(8);
      expect(last()?.args).toMatchObject({
        eventType: 'Returns',
        postUrl: 'https://x',
        postParams: 'so={A}&b={C}',
      });
      expect(await client().unsubscribeEvent(8)).toBe(true);
      expect(last()?.args).toEqual({ subscriptionId: 8 });
    });
  },
);
