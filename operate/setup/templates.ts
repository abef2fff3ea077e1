import { ITEM_TYPES, itemTypeColumns } from '../../shared/src/catalogue';
import { rulesSchema } from '../../shared/src/configuration';
import { columns, neededColumns, templates } from '../../shared/src/orders';
import { REFERENCE_LISTS } from '../../shared/src/peoplevox';

/** An integration template as it is to be configured in Peoplevox. */
export interface TemplateSetup {
  readonly template: string;
  /** Peoplevox's own names, in the order of the upload. */
  readonly columns: readonly string[];
  /** Those without which the connector cannot work under the default rules. */
  readonly needed: readonly string[];
  readonly use: string;
}

/** Every integration template that the connector writes or reads, from the tables that the code itself works by. */
export function templateSetups(): readonly TemplateSetup[] {
  const needed = neededColumns(rulesSchema.parse({}));
  const kept = rulesSchema.parse({ skuAudit: { itemTypes: { mode: 'live' } } });
  return [
    ...templates.map((template) => ({
      template,
      columns: columns.filter((column) => column.template === template).map(({ name }) => name),
      needed: needed[template],
      use: template === 'Customers' ? 'the buyer of each order' : 'orders are sent by it and looked up in it',
    })),
    {
      template: ITEM_TYPES,
      columns: itemTypeColumns(kept),
      needed: itemTypeColumns(rulesSchema.parse({})),
      use: 'SKUs are looked up and compared; written only where `skuAudit.itemTypes.mode` is `live`',
    },
    ...Object.entries(REFERENCE_LISTS).map(([template, names]) => ({
      template,
      columns: names,
      needed: [],
      use: 'read by the checks and by `npm run configure`; nothing is written',
    })),
  ];
}

/** `Sales order items` → `sales-order-items.csv`. */
export function fileOf(template: string): string {
  return `${template.toLowerCase().replaceAll(' ', '-')}.csv`;
}
