import { readReport } from 'peoplevox-connector-shared/catalogue';
import { equals, type Documents } from 'peoplevox-connector-shared/commercetools';
import type { Rules } from 'peoplevox-connector-shared/configuration';
import { listShadowBookings } from 'peoplevox-connector-shared/despatch';
import { listLedger } from 'peoplevox-connector-shared/orders';
import { readShadowStock } from 'peoplevox-connector-shared/stock';
import * as z from 'zod';
import { findExceptions } from './exceptions';
import { operation } from './operation';

interface ShadowParts {
  readonly documents: Documents;
  readonly rules: () => Promise<Rules>;
}

/** Of each list. */
const MOST = 500;

const mode = z.enum(['live', 'shadow', 'off']);
const some = <T extends z.ZodType>(entry: T) =>
  z.object({ count: z.number().describe(`How many there are; ${MOST} are shown.`), shown: z.array(entry) });
const told = z.object({ code: z.string(), key: z.string(), message: z.string(), fix: z.string() });

/** What would happen if every mode were `live`. */
export const shadowAnswer = z.object({
  mode: z.object({ orders: mode, stock: mode, despatch: mode }),
  orders: some(z.object({ order: z.string(), would: z.string(), at: z.string() })).describe(
    'Orders that would be sent to Peoplevox.',
  ),
  held: some(told).describe(
    'Orders that would be held or that a person must look at, and what to do about it.',
  ),
  stock: some(
    z.object({
      site: z.string(),
      channel: z.string().describe('Key of the supply Channel; empty: the entry without channel.'),
      sku: z.string(),
      from: z.number().describe('-1: there is no entry.'),
      to: z.number(),
      available: z.number(),
      unallocated: z.number(),
      buffer: z.number(),
      cause: z.string(),
    }),
  )
    .extend({ since: z.string().optional().describe('When all stock was last compared; not yet if absent.') })
    .describe(
      'InventoryEntries that would be changed: to = available − unallocated − buffer, never below 0.',
    ),
  skus: some(told).describe('SKUs that are not the same on both sides, by the last audit.'),
  despatches: some(z.object({ order: z.string(), would: z.array(z.string()), at: z.string() })).describe(
    'What would be written to orders of what left the warehouse or came back.',
  ),
});
export type ShadowAnswer = z.output<typeof shadowAnswer>;

export function shadowOperations({ documents, rules }: ShadowParts) {
  async function orders() {
    const found: { order: string; would: string; at: string }[] = [];
    for await (const { key, value } of listLedger(documents, `value(${equals('state', 'shadow')})`)) {
      const step = value.trace.findLast(({ what }) => what.startsWith('would '));
      if (step !== undefined) found.push({ order: value.orderNumber ?? key, would: step.what, at: step.at });
    }
    return newestFirst(found);
  }

  async function despatches() {
    const found: { order: string; would: string[]; at: string }[] = [];
    for await (const one of listShadowBookings(documents)) {
      const would = [...one.despatches, ...one.returns];
      if (would.length > 0) found.push({ order: one.orderNumber, would, at: one.at });
    }
    return newestFirst(found);
  }

  async function held() {
    const { found } = await findExceptions(
      documents,
      [`subject(${equals('type', 'order')})`, equals('status', 'open')],
      Number.POSITIVE_INFINITY,
    );
    return found.map(({ code, subject, message, fix }) => ({
      code,
      key: subject.key ?? subject.id ?? '',
      message,
      fix,
    }));
  }

  async function skus() {
    const found: z.output<typeof told>[] = [];
    for await (const { rows } of readReport(documents))
      found.push(...rows.map(({ code, sku, message, fix }) => ({ code, key: sku, message, fix })));
    return found;
  }

  return [
    operation({
      method: 'get',
      path: '/shadow',
      summary:
        'What the connector would do if its modes were live: what it would send, which stock it would change and why, which SKUs do not match, which orders it would hold.',
      answers: shadowAnswer,
      run: async () => {
        const { mode: modes } = await rules();
        const { since, movements } = await readShadowStock(documents);
        return {
          mode: modes,
          orders: first(await orders()),
          held: first(await held()),
          stock: { ...first(movements), ...(since !== undefined && { since }) },
          skus: first(await skus()),
          despatches: first(await despatches()),
        };
      },
    }),
  ];
}

function first<T>(list: readonly T[]) {
  return { count: list.length, shown: list.slice(0, MOST) };
}

function newestFirst<T extends { readonly at: string }>(list: readonly T[]): T[] {
  return list.toSorted((one, other) => (one.at < other.at ? 1 : -1));
}
