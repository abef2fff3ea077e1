import type {
  GetRequest,
  Page,
  PeoplevoxClient,
  Row,
  SaveOutcome,
  SaveRequest,
} from '../../peoplevox/client';
import { SaveAction } from '../../peoplevox/client';
import { PeoplevoxError } from '../../peoplevox/errors';
import { refusedOutcome } from '../../peoplevox/outcome';
import { columns, templates, type Template } from '../composition/columns';

/** A call as it reached the warehouse. */
export type WarehouseCall =
  | { readonly operation: 'GetData'; readonly template: string; readonly request: GetRequest }
  | { readonly operation: 'SaveData'; readonly template: string; readonly request: SaveRequest };

/**
 * - `away`: no reply, nothing done. `throttled`: likewise, in Peoplevox's words.
 * - `reply-lost`: done, but nobody hears of it.
 */
export type Mishap = 'away' | 'throttled' | 'reply-lost';

export interface FakeWarehouse {
  readonly client: PeoplevoxClient;
  readonly calls: WarehouseCall[];
  readonly customers: Map<string, Row>;
  readonly orders: Map<string, Row>;
  /** By sales order number. */
  readonly lines: Map<string, Row[]>;
  readonly itemCodes: Set<string>;
  /** Allocations as they happened: a sales order that was not on hold, and the lines that it had at that moment. */
  readonly allocations: { readonly number: string; readonly lines: number }[];
  /** Column names of the tenant's templates. */
  readonly tenantColumns: Map<string, string[]>;
  /** `a-1` and `A-1` are the same sales order. */
  ignoresCase: boolean;
  /** What happens to a call; called before it takes effect. */
  mishap: (call: WarehouseCall) => Mishap | undefined;
  /** Why a row is refused. */
  refusal: (template: string, row: Row) => string | undefined;
  /** Why a call is refused as a whole, naming no row; `breaksOff`: with a fault of the server. */
  wholeRefusal: (request: SaveRequest) => { readonly words: string; readonly breaksOff?: true } | undefined;
  /** Called after a call took effect: somebody in the warehouse is faster than the next call. */
  meanwhile: (call: WarehouseCall) => void;
  setStatus(number: string, status: string): void;
  saves(): readonly SaveRequest[];
}

/** The three templates of orders, Item types and Service types of one tenant, in memory, without a request limit. */
export function createFakeWarehouse(): FakeWarehouse {
  const warehouse: FakeWarehouse = {
    client: unusable,
    calls: [],
    customers: new Map(),
    orders: new Map(),
    lines: new Map(),
    itemCodes: new Set(['MUG-RED', 'MUG-BLUE', 'PLATE']),
    allocations: [],
    tenantColumns: new Map(templates.map((template) => [template, defaultColumns(template)])),
    ignoresCase: false,
    mishap: () => undefined,
    refusal: () => undefined,
    wholeRefusal: () => undefined,
    meanwhile: () => undefined,
    setStatus: (number, status) => {
      warehouse.orders.set(number, { ...warehouse.orders.get(number), Status: status });
    },
    saves: () => warehouse.calls.flatMap((call) => (call.operation === 'SaveData' ? [call.request] : [])),
  };
  const client: PeoplevoxClient = {
    ...unusable,
    getSaveTemplate: async (template) => warehouse.tenantColumns.get(template) ?? [],
    getData: async (request) => {
      const call: WarehouseCall = { operation: 'GetData', template: request.templateName, request };
      warehouse.calls.push(call);
      const mishap = warehouse.mishap(call);
      if (mishap !== undefined) throw failure(mishap, 'GetData');
      const page = read(warehouse, request);
      warehouse.meanwhile(call);
      return page;
    },
    saveData: async (request) => {
      const call: WarehouseCall = { operation: 'SaveData', template: request.templateName, request };
      warehouse.calls.push(call);
      const mishap = warehouse.mishap(call);
      if (mishap === 'throttled') throw failure(mishap, 'SaveData');
      if (mishap === 'away') return { kind: 'unknown', words: 'No reply.' };
      const whole = warehouse.wholeRefusal(request);
      if (whole?.breaksOff) return { kind: 'failed', words: whole.words };
      if (whole !== undefined) return refusedOutcome(whole.words, request.rows.length);
      const outcome = save(warehouse, request);
      warehouse.meanwhile(call);
      return mishap === 'reply-lost' ? { kind: 'unknown', words: 'No reply.' } : outcome;
    },
  };
  return Object.assign(warehouse, { client });
}

const never = () => Promise.reject(new Error('The export does not use this operation.'));
const unusable: PeoplevoxClient = {
  authenticate: never,
  getData: never,
  getReportData: never,
  streamReportData: never,
  getReportColumns: never,
  getSaveTemplate: never,
  saveData: never,
  subscribeEvent: never,
  subscribePostEvent: never,
  unsubscribeEvent: never,
};

function defaultColumns(template: Template): string[] {
  return columns.filter((column) => column.template === template).map(({ name }) => name);
}

function failure(mishap: Mishap, operation: string): PeoplevoxError {
  return mishap === 'throttled'
    ? new PeoplevoxError('throttled', operation, 'Peoplevox asks for fewer requests.')
    : new PeoplevoxError('unavailable', operation, 'Peoplevox does not answer.');
}

function read(warehouse: FakeWarehouse, { templateName, searchClause, pageNo }: GetRequest): Page {
  const rows =
    searchClause === undefined ? all(warehouse, templateName) : found(warehouse, templateName, searchClause);
  const names = warehouse.tenantColumns.get(templateName) ?? Object.keys(rows[0] ?? { ItemCode: '' });
  const printed = rows.map((row) => Object.fromEntries(names.map((name) => [name, row[name] ?? ''])));
  return { totalCount: rows.length, columns: names, rows: pageNo === 1 ? printed : [] };
}

function all({ customers, orders, lines, itemCodes }: FakeWarehouse, templateName: string): Row[] {
  const tables: Record<string, Row[]> = {
    Customers: [...customers.values()],
    'Sales orders': [...orders.values()],
    'Sales order items': [...lines.values()].flat(),
    'Item types': [...itemCodes].map((code) => ({ ItemCode: code })),
    'Service types': [{ Code: 'RM48', Name: 'Royal Mail 48', Carrier: 'Royal Mail' }],
  };
  return tables[templateName] ?? [];
}

function found(warehouse: FakeWarehouse, templateName: string, searchClause: string): Row[] {
  const terms = [...searchClause.matchAll(/\b([A-Za-z]+)\.Equals\("([^"]*)"\)/g)];
  return all(warehouse, templateName).filter((row) =>
    terms.some(([, field = '', value = '']) => isSame(warehouse, row[field] ?? '', value)),
  );
}

function isSame({ ignoresCase }: FakeWarehouse, one: string, other: string): boolean {
  return ignoresCase ? one.toLowerCase() === other.toLowerCase() : one === other;
}

function save(warehouse: FakeWarehouse, request: SaveRequest): SaveOutcome {
  const rows = request.rows.map((row) => {
    const words = warehouse.refusal(request.templateName, row) ?? ruleBroken(warehouse, request, row);
    if (words !== undefined) return { kind: 'refused', words } as const;
    apply(warehouse, request, row);
    return { kind: 'saved' } as const;
  });
  if (request.action === SaveAction.default) allocate(warehouse, request);
  const refused = rows.filter(({ kind }) => kind === 'refused').length;
  if (refused === 0) return { kind: 'saved', rows };
  return { kind: refused === rows.length ? 'refused' : 'partly', rows, words: 'Some rows were refused.' };
}

/** Lines need their sales order and sales orders their customer, as in Peoplevox (facts/peoplevox §7). */
function ruleBroken({ orders, customers }: FakeWarehouse, { templateName }: SaveRequest, row: Row) {
  const number = row['SalesOrderNumber'] ?? '';
  if (templateName === 'Sales order items' && !orders.has(number)) return `No sales order ${number}.`;
  const customer = row['Customer'];
  if (templateName === 'Sales orders' && customer !== undefined && !customers.has(customer))
    return `No such customer for ${number}.`;
  return undefined;
}

function apply(warehouse: FakeWarehouse, { templateName, action }: SaveRequest, row: Row): void {
  const asked = row['SalesOrderNumber'] ?? '';
  const number = [...warehouse.orders.keys()].find((known) => isSame(warehouse, known, asked)) ?? asked;
  if (templateName === 'Customers') warehouse.customers.set(row['Reference'] ?? '', row);
  else if (templateName === 'Sales orders')
    warehouse.orders.set(
      number,
      printed({ Status: 'New', OnHold: 'false', ...warehouse.orders.get(number), ...row }),
    );
  else warehouse.lines.set(number, withLine(warehouse.lines.get(number) ?? [], row, action));
}

/** Booleans go in as `true` and come out as `True` (facts/peoplevox §7). */
function printed(row: Row): Row {
  return { ...row, OnHold: row['OnHold']?.toLowerCase() === 'true' ? 'True' : 'False' };
}

/** Key: ItemCode and Line. */
function withLine(lines: readonly Row[], row: Row, action: SaveAction): Row[] {
  const isSame = (line: Row) => line['ItemCode'] === row['ItemCode'] && line['Line'] === row['Line'];
  if (action === SaveAction.delete) return lines.filter((line) => !isSame(line));
  return lines.some(isSame)
    ? lines.map((line) => (isSame(line) ? { ...line, ...row } : line))
    : [...lines, row];
}

/** Whatever is touched with the default action and not on hold is allocated there and then. */
function allocate({ orders, lines, allocations }: FakeWarehouse, { templateName, rows }: SaveRequest): void {
  if (templateName === 'Customers') return;
  for (const number of new Set(rows.map((row) => row['SalesOrderNumber'] ?? ''))) {
    const { OnHold, Status } = orders.get(number) ?? {};
    const isFree = OnHold !== 'True' && Status !== 'Cancelled';
    if (isFree) allocations.push({ number, lines: lines.get(number)?.length ?? 0 });
  }
}
