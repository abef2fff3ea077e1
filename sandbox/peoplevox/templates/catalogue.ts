import type { LabelledColumn } from '../search/view';
import type { Floor } from '../warehouse/floor';
import { despatchLists } from './despatch-lists';
import { itemLists, itemTypeGroups, itemTypes } from './item-types';
import { customerAddresses, customers, supplierAddresses, suppliers } from './parties';
import { purchaseOrders } from './purchase-orders';
import { referenceLists, smallLists } from './reference-lists';
import { salesOrderItems } from './sales-order-items';
import { salesOrders } from './sales-orders';
import type { Template } from './template';

/** A template with the names that the tenant gave to its columns. */
export interface ConfiguredTemplate {
  readonly template: Template;
  /** Without the columns that the tenant left out. */
  readonly labels: readonly LabelledColumn[];
}

/** The tenant's templates by name, any case; undefined for one that does not exist or was never configured. */
export type TemplateCatalogue = (name: string) => ConfiguredTemplate | undefined;

export function createTemplateCatalogue(floor: Floor): TemplateCatalogue {
  const configured = new Map<string, ConfiguredTemplate>();
  for (const template of allTemplates(floor)) {
    const names = floor.tenant.templates[template.name];
    if (names === null) continue;
    configured.set(template.name.toLowerCase(), { template, labels: labelsOf(template, names ?? {}) });
  }
  return (name) => configured.get(name.toLowerCase());
}

function labelsOf(template: Template, names: Readonly<Record<string, string | null>>): LabelledColumn[] {
  return template.columns.flatMap(({ name }, index) => {
    const label = names[name] === undefined ? name : names[name];
    return label === null ? [] : [{ label, index }];
  });
}

function allTemplates(floor: Floor): Template[] {
  const parties = customers();
  const lists = referenceLists(floor.tenant);
  const groups = itemTypeGroups();
  return [
    parties,
    customerAddresses(parties),
    suppliers(),
    supplierAddresses(),
    salesOrders(floor, parties, lists),
    salesOrderItems(floor),
    itemTypes(floor, groups),
    groups,
    ...itemLists(floor),
    ...purchaseOrders((code) => floor.items.get(code)?.active === true),
    lists.sites,
    lists.carriers,
    lists.serviceTypes,
    lists.paymentMethods,
    ...smallLists(),
    ...despatchLists(floor),
  ];
}
