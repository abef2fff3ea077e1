import type { Rules } from '../../shared/src/configuration';
import { columns, templates, type Template } from '../../shared/src/orders';
import { tenantRow } from '../../shared/src/orders/sending/send-plan';
import {
  cell,
  equals,
  mapColumns,
  SaveAction,
  templateField,
  type PeoplevoxClient,
  type Row,
  type SaveOutcome,
} from '../../shared/src/peoplevox';
import type { SeenLine, SeenOrder } from './observations';

/** Says whose the order is, on screens and paper of the warehouse, and that nothing is to be done about it. */
const MARK = 'connector-test';
/** What CSV and XML could spoil. */
export const CONTACT = 'TEST, "do not pick" & do <not> ship, Zoë';
export const OTHER_CONTACT = 'TEST changed, do not pick';
export const CITY = 'Testtown';
/** As long as Peoplevox takes (facts/peoplevox §12). */
export const LINES = { first: '1111111111111111', second: '2222222222222222' } as const;

interface TestOrderParts {
  readonly client: PeoplevoxClient;
  readonly rules: Rules;
  readonly number: string;
  readonly site: string;
  readonly serviceType: string;
}

export type Action = keyof typeof SaveAction;

/** One sales order that only this program sends, changes and cancels. */
export interface TestOrder {
  customer(): Promise<SaveOutcome>;
  create(action: Action): Promise<SaveOutcome>;
  /** Columns of its header by our names; the number is added. */
  change(header: Row, action?: Action): Promise<SaveOutcome>;
  /** Rows of its lines; only what is given is sent. */
  lines(
    rows: readonly { readonly itemCode: string; readonly line: string; readonly quantity?: number }[],
    action?: Action,
  ): Promise<SaveOutcome>;
  cancel(): Promise<SaveOutcome>;
  /** As Peoplevox shows it; null: not at all. */
  read(): Promise<SeenOrder | null>;
  readLines(): Promise<SeenLine[]>;
}

/** @throws PeoplevoxError when a template cannot be read */
export async function createTestOrder(parts: TestOrderParts): Promise<TestOrder> {
  const { client, number } = parts;
  const labels = await readLabels(parts);

  const save = (templateName: Template, rows: readonly Row[], action: Action) => {
    const tenantRows = rows.map((row) => tenantRow(row, labels(templateName)));
    const request = { templateName, columns: Object.keys(tenantRows[0] ?? {}), rows: tenantRows };
    return client.saveData({ ...request, action: SaveAction[action] });
  };
  const change: TestOrder['change'] = (header, action = 'doNotAllocate') =>
    save('Sales orders', [{ SalesOrderNumber: number, ...header }], action);
  const find = async (templateName: Template) => {
    const label = labels(templateName)('SalesOrderNumber') ?? 'SalesOrderNumber';
    const field = templateField(/^\w+$/.test(label) ? label : 'SalesOrderNumber');
    const searchClause = equals(field, number);
    return (await client.getData({ templateName, pageNo: 1, itemsPerPage: 100, searchClause })).rows;
  };
  const reader = (templateName: Template, row: Row) => (name: string) =>
    cell(row, labels(templateName)(name) ?? name).trim();

  return {
    customer: () => save('Customers', [customerRow(number)], 'default'),
    create: (action) => change(headerRow(parts), action),
    change,
    lines: (rows, action = 'default') =>
      save(
        'Sales order items',
        rows.map(({ itemCode, line, quantity }) => ({
          SalesOrderNumber: number,
          ItemCode: itemCode,
          Line: line,
          ...(quantity !== undefined && { QuantityOrdered: String(quantity) }),
        })),
        action,
      ),
    cancel: () => change({ Status: 'Cancelled' }, 'default'),
    read: async () => {
      const [row] = await find('Sales orders');
      if (row === undefined) return null;
      const text = reader('Sales orders', row);
      return { status: text('Status'), contactName: text('ContactName'), city: text('ShippingAddressCity') };
    },
    readLines: async () =>
      (await find('Sales order items')).map((row) => {
        const text = reader('Sales order items', row);
        return { line: text('Line'), quantity: Number(text('QuantityOrdered')) };
      }),
  };
}

type Labels = (template: Template) => (ourName: string) => string | undefined;

async function readLabels({ client, rules }: TestOrderParts): Promise<Labels> {
  const names = new Map<Template, ReadonlyMap<string, string>>();
  for (const template of templates) {
    const ours = columns.filter((column) => column.template === template).map(({ name }) => name);
    const tenants = await client.getSaveTemplate(template);
    names.set(template, mapColumns(ours, tenants, rules.columnNames[template]).names);
  }
  return (template) => (ourName) => names.get(template)?.get(ourName);
}

function customerRow(number: string): Row {
  return { Reference: number, Name: MARK, CustomerType: 'Individual' };
}

/** Its ChannelName is nobody's, so no application takes the order for one of its own. */
function headerRow({ number, site, serviceType }: TestOrderParts): Row {
  return {
    Customer: number,
    CustomerPurchaseOrderReferenceNumber: MARK,
    ChannelName: MARK,
    Site: site,
    ServiceType: serviceType,
    Email: 'connector-test@example.invalid',
    ContactName: CONTACT,
    ShippingAddressLine1: '1 Test Street',
    ShippingAddressCity: CITY,
    ShippingAddressPostcode: 'TE5 7ST',
    ShippingAddressCountry: 'United Kingdom',
    ShippingAddressReference: number,
  };
}
