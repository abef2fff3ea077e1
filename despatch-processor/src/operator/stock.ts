import { equals, type ByProjectKeyRequestBuilder } from 'peoplevox-connector-shared/commercetools';
import type { Rules } from 'peoplevox-connector-shared/configuration';
import { oneOf, reportField, type ReportReader } from 'peoplevox-connector-shared/peoplevox';
import * as z from 'zod';
import { operation } from './operation';

interface StockParts {
  readonly api: ByProjectKeyRequestBuilder;
  readonly reader: ReportReader;
  readonly rules: () => Promise<Rules>;
}

const answers = z.object({
  sku: z.string(),
  commercetools: z.array(
    z.object({
      supplyChannel: z.string().nullable().describe('Key; null: the entry without channel.'),
      site: z.string().nullable().describe('Site whose stock it holds; null: none by the rules.'),
      quantityOnStock: z.number(),
      availableQuantity: z.number(),
      lastModifiedAt: z.string(),
    }),
  ),
  peoplevox: z
    .array(
      z.object({
        site: z.string(),
        available: z.string().describe('As the report prints it.'),
        safetyBuffer: z.number().describe('Units that the rules keep back for the site.'),
      }),
    )
    .describe('Read now.'),
});

export function stockOperations({ api, reader, rules }: StockParts) {
  async function entriesOf(sku: string, { sites }: Rules) {
    const queryArgs = { where: equals('sku', sku), expand: 'supplyChannel', limit: 500, withTotal: false };
    const { results } = (await api.inventory().get({ queryArgs }).execute()).body;
    return results.map(({ supplyChannel, quantityOnStock, availableQuantity, lastModifiedAt }) => {
      const key = supplyChannel === undefined ? null : (supplyChannel.obj?.key ?? supplyChannel.id);
      const site = sites.find((candidate) => candidate.supplyChannel === key)?.reference ?? null;
      return { supplyChannel: key, site, quantityOnStock, availableQuantity, lastModifiedAt };
    });
  }

  async function unitsOf(sku: string, { inventory, sites }: Rules) {
    const { summary } = inventory.reports;
    const searchClause = oneOf(reportField(summary.columns.itemCode), [sku]);
    return reader.all(summary, { searchClause }, (cells) => {
      const reference = cells('site').trim();
      const site = sites.find((candidate) => candidate.reference === reference);
      return { site: reference, available: cells('available').trim(), safetyBuffer: site?.safetyBuffer ?? 0 };
    });
  }

  return [
    operation({
      method: 'get',
      path: '/stock/{sku}',
      summary: 'The stock of one SKU in both systems, read now.',
      params: z.object({
        sku: z
          .string()
          .min(1)
          .max(50)
          .regex(/^[^"\\]+$/, 'must have no quotes or backslashes'),
      }),
      answers,
      run: async ({ sku }) => {
        const inForce = await rules();
        const [commercetools, peoplevox] = await Promise.all([
          entriesOf(sku, inForce),
          unitsOf(sku, inForce),
        ]);
        return { sku, commercetools, peoplevox };
      },
    }),
  ];
}
