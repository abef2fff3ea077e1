import * as z from 'zod';
import { Conflict, type Documents } from '../commercetools/documents';
import type { Item } from './facts';
import type { ItemTypesPage } from './item-types';

const CONTAINER = 'peoplevox-connector';
const KEY_PREFIX = 'sku-audit-items-';

/** ItemCode, barcode, unit, 1 if active, then name, weight, its measure and group where they are needed. */
const row = z.tuple([z.string(), z.string(), z.string(), z.literal([0, 1])]).rest(z.string());
const page = z.object({
  schemaVersion: z.literal(1),
  run: z.string(),
  total: z.number(),
  missing: z.array(z.string()),
  read: z.number(),
  rows: z.array(row),
});

/** The pages of Item types that a run has read: one that goes on at a later tick, or in another process, has them. */
export class ItemPages {
  constructor(
    private readonly documents: Documents,
    private readonly run: string,
    private readonly assertHeld: () => void,
  ) {}

  /** Undefined: this run has not read that page yet. */
  async load(pageNo: number): Promise<ItemTypesPage | undefined> {
    const kept = page.safeParse((await this.read(pageNo))?.value).data;
    if (kept?.run !== this.run) return undefined;
    const { rows, total, missing, read } = kept;
    return { items: rows.map(itemOf), total, missing, rows: read };
  }

  async save(pageNo: number, { items, total, missing, rows }: ItemTypesPage): Promise<void> {
    const value = { schemaVersion: 1, run: this.run, total, missing, read: rows, rows: items.map(rowOf) };
    this.assertHeld();
    try {
      await this.documents.write(CONTAINER, key(pageNo), value, 0);
    } catch (error) {
      // Left behind by an earlier run, or by a write of ours that we did not hear of.
      if (!(error instanceof Conflict)) throw error;
      const version = (await this.read(pageNo))?.version ?? 0;
      await this.documents.write(CONTAINER, key(pageNo), value, version);
    }
  }

  /** Removes the pages from 1 on, until there is none. */
  async forget(): Promise<void> {
    for (let pageNo = 1; ; pageNo += 1) {
      const stored = await this.read(pageNo);
      if (stored === undefined) return;
      this.assertHeld();
      await this.documents.remove(CONTAINER, stored.key, stored.version);
    }
  }

  private read(pageNo: number) {
    return this.documents.read<unknown>(CONTAINER, key(pageNo));
  }
}

function key(pageNo: number): string {
  return KEY_PREFIX + String(pageNo);
}

function rowOf({ code, barcode, unit, active, details }: Item) {
  const { name = '', weight = '', weightMeasure = '', group = '' } = details ?? {};
  const more = details === undefined ? [] : [name, weight, weightMeasure, group];
  return [code, barcode, unit, active ? 1 : 0, ...more];
}

function itemOf([code, barcode, unit, active, ...details]: z.output<typeof row>): Item {
  const [name, weight = '', weightMeasure = '', group = ''] = details;
  return {
    code,
    barcode,
    unit,
    active: active === 1,
    ...(name !== undefined && { details: { name, weight, weightMeasure, group } }),
  };
}
