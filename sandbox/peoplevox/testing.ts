import { createVirtualClock, type VirtualClock } from '../simulation/virtual-clock';
import { seededRandom } from '../simulation/random';
import { createPeoplevoxSimulator, type PeoplevoxSimulator, type SimulatorOptions } from './core';
import { readCsv, writeCsv } from './csv';
import type { HttpReply } from './http';
import { readXml, escapeXml, type XmlElement } from './soap/xml';

export type Fields = Readonly<Record<string, string | number>>;

export interface Result {
  readonly responseId: number;
  readonly totalCount: number;
  readonly detail: string;
  readonly statuses: readonly { readonly reference: string; readonly status: string }[];
}

/** A logged-in client of a fresh simulator, for tests. */
export interface Driver {
  readonly simulator: PeoplevoxSimulator;
  readonly clock: VirtualClock;
  sessionId: string;
  raw(operation: string, body: string): HttpReply;
  call(operation: string, body: string): Result;
  logIn(password?: string): Result;
  readonly save: (
    templateName: string,
    rows: readonly Readonly<Record<string, string>>[],
    action?: number,
  ) => Result;
  /** Rows of GetData as objects. */
  get(templateName: string, searchClause?: string, fields?: Fields): Record<string, string>[];
  /** Rows of GetReportData as objects. */
  report(name: string, fields?: Fields): Record<string, string>[];
}

/** For toMatchObject: a text with this in it. */
export function containing(text: string): unknown {
  return expect.stringContaining(text);
}

/** 09:00 in London in winter. */
const START = Date.UTC(2026, 0, 15, 9);

export function drive(options: Partial<SimulatorOptions> = {}): Driver {
  const clock = createVirtualClock(START);
  const simulator = createPeoplevoxSimulator({
    clock,
    random: seededRandom(1),
    tenant: { clientId: 'acmeQa1', username: 'api', password: 'pa55 wörd' },
    ...options,
    settings: { limit: null, ...options.settings },
  });
  const driver: Driver = {
    simulator,
    clock,
    sessionId: '',
    raw: (operation, body) => simulator.handle(envelope(driver, operation, body)),
    call: (operation, body) => readResult(driver.raw(operation, body).body),
    logIn(password = Buffer.from(simulator.tenant.password).toString('base64')) {
      const { clientId, username } = simulator.tenant;
      const result = driver.call('Authenticate', elements({ clientId, username, password }));
      driver.sessionId = result.detail.split(',')[1] ?? '';
      return result;
    },
    save: (TemplateName, rows, Action = 0) =>
      driver.call(
        'SaveData',
        `<saveRequest>${elements({ TemplateName, CsvData: csvOf(rows), Action })}</saveRequest>`,
      ),
    get: (TemplateName, SearchClause = '', fields = {}) =>
      rowsOf(
        driver.call(
          'GetData',
          `<getRequest>${elements({ TemplateName, PageNo: 1, ItemsPerPage: 0, SearchClause, ...fields })}</getRequest>`,
        ),
      ),
    report: (TemplateName, fields = {}) =>
      rowsOf(
        driver.call(
          'GetReportData',
          `<getReportRequest>${elements({ TemplateName, PageNo: 1, ItemsPerPage: 0, ...fields })}</getReportRequest>`,
        ),
      ),
  };
  driver.logIn();
  return driver;
}

/** Two items with stock, a customer, and `SO-1` of three mugs and two pots, allocated. */
export function seedOrder({ simulator, save }: Driver, header: Readonly<Record<string, string>> = {}): void {
  seedItems(simulator);
  save('Customers', [{ Reference: 'C1', Name: 'Ann Example' }]);
  save('Sales orders', [{ SalesOrderNumber: 'SO-1', Customer: 'C1', ServiceType: 'RM48', ...header }], 1);
  save('Sales order items', [
    { SalesOrderNumber: 'SO-1', ItemCode: 'MUG', QuantityOrdered: '3', Line: 'l1' },
    { SalesOrderNumber: 'SO-1', ItemCode: 'POT', QuantityOrdered: '2', Line: 'l2' },
  ]);
}

export function seedItems({ seed, warehouse }: PeoplevoxSimulator): void {
  seed('Item types', [
    { ItemCode: 'MUG', Name: 'Mug', Barcode: '501' },
    { ItemCode: 'POT', Name: 'Pot', Barcode: '502' },
  ]);
  warehouse.receiveStock({ itemCode: 'MUG', quantity: 10 });
  warehouse.receiveStock({ itemCode: 'POT', quantity: 10 });
}

export function elements(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
    .join('');
}

export function envelope(driver: Pick<Driver, 'simulator' | 'sessionId'>, operation: string, body: string) {
  const { path, tenant } = driver.simulator;
  const credentials = elements({ UserId: 0, ClientId: tenant.clientId, SessionId: driver.sessionId });
  return {
    method: 'POST',
    path,
    headers: {
      'content-type': 'text/xml; charset=utf-8',
      soapaction: `"http://www.peoplevox.net/${operation}"`,
    },
    body:
      '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header>' +
      `<UserSessionCredentials xmlns="http://www.peoplevox.net/">${credentials}</UserSessionCredentials></s:Header>` +
      `<s:Body><${operation} xmlns="http://www.peoplevox.net/">${body}</${operation}></s:Body></s:Envelope>`,
  };
}

export function readResult(body: string): Result {
  const result = readXml(body).children.at(-1)?.children[0]?.children[0];
  const text = (parent: XmlElement | undefined, name: string): string =>
    parent?.children.find((child) => child.name === name)?.text ?? '';
  const statuses = result?.children.find((child) => child.name === 'Statuses')?.children ?? [];
  return {
    responseId: Number(text(result, 'ResponseId') || NaN),
    totalCount: Number(text(result, 'TotalCount') || NaN),
    detail: text(result, 'Detail'),
    statuses: statuses.map((row) => ({ reference: text(row, 'Reference'), status: text(row, 'Status') })),
  };
}

function csvOf(rows: readonly Readonly<Record<string, string>>[]): string {
  return writeCsv([Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))]);
}

function rowsOf({ detail, responseId }: Result): Record<string, string>[] {
  if (responseId !== 0) throw new Error(detail);
  const [header = [], ...records] = readCsv(detail);
  return records.map((record) =>
    Object.fromEntries(header.map((name, index) => [name, record[index] ?? ''])),
  );
}
