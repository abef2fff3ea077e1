import type { ByProjectKeyRequestBuilder } from '@commercetools/platform-sdk';
import { equals } from '../commercetools/predicate';
import type { Rules } from '../configuration/rules';
import type { PeoplevoxClient } from '../peoplevox/client';
import { templateFault } from '../peoplevox/template-fault';
import { columnsFor, ITEM_TYPES } from './item-types';

/** What the template that Item types are read by lacks for these rules; what the SKU audit compares. */
export async function itemTemplateFaults(
  client: Pick<PeoplevoxClient, 'getSaveTemplate'>,
  rules: Rules,
): Promise<string[]> {
  const { columnNames } = rules;
  const need = { template: ITEM_TYPES, columns: columnsFor(rules), columnNames };
  const fault = await templateFault(client, need);
  return fault === undefined ? [] : [fault];
}

/** Attributes that the rules name and no product type has. */
export async function attributeFaults(
  api: ByProjectKeyRequestBuilder,
  { skuAudit: { barcodeAttribute, itemTypes } }: Rules,
): Promise<string[]> {
  const { mode, weightAttribute, groupAttribute } = itemTypes;
  const used = {
    barcodeAttribute,
    ...(mode !== 'off' && {
      'itemTypes.weightAttribute': weightAttribute,
      'itemTypes.groupAttribute': groupAttribute,
    }),
  };
  const faults: string[] = [];
  for (const [rule, name] of Object.entries(used))
    if (name !== null && !(await isAttribute(api, name)))
      faults.push(
        `No product type has an attribute "${name}" (skuAudit.${rule}); what it stands for is not compared.`,
      );
  return faults;
}

async function isAttribute(api: ByProjectKeyRequestBuilder, name: string): Promise<boolean> {
  const where = `attributes(${equals('name', name)})`;
  const queryArgs = { where, limit: 1, withTotal: false };
  return (await api.productTypes().get({ queryArgs }).execute()).body.results.length > 0;
}
