import type { ByProjectKeyRequestBuilder } from '@commercetools/platform-sdk';
import { equals } from '../commercetools/predicate';
import type { Rules } from '../configuration/rules';
import type { PeoplevoxClient } from '../peoplevox/client';
import { PeoplevoxError } from '../peoplevox/errors';
import { mapColumns } from '../peoplevox/templates';
import { columnsFor, ITEM_TYPES } from './item-types';

/** What the template that Item types are read by lacks for these rules, a sentence each. Other failures reject. */
export async function itemTemplateFaults(
  client: Pick<PeoplevoxClient, 'getSaveTemplate'>,
  rules: Rules,
): Promise<string[]> {
  try {
    const tenants = await client.getSaveTemplate(ITEM_TYPES);
    const { missing } = mapColumns(columnsFor(rules), tenants, rules.columnNames[ITEM_TYPES]);
    return missing.length === 0
      ? []
      : [
          `Peoplevox's integration template "${ITEM_TYPES}" lacks ${missing.join(', ')}, which the SKU audit compares. Add them under Integrations > Integration templates, or name the tenant's own labels in "columnNames" of the configuration.`,
        ];
  } catch (error) {
    if (!(error instanceof PeoplevoxError) || error.kind !== 'refused') throw error;
    return [`Peoplevox's integration template "${ITEM_TYPES}" cannot be read: ${error.message}`];
  }
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
