import type { Rules } from '../configuration/rules';
import type { PeoplevoxClient, Row } from '../peoplevox/client';
import { PeoplevoxError } from '../peoplevox/errors';
import { codeBeforeDeactivation, isDeactivated } from '../peoplevox/item-code';
import { isSearchable, labelledField, oneOf } from '../peoplevox/search-clause';
import { labelOf, mapColumns } from '../peoplevox/templates';
import { inChunks } from '../runtime/in-flight';
import { SpeakingError } from '../runtime/words-of';
import type { Item } from './facts';

export const ITEM_TYPES = 'Item types';
/** The practical maximum (facts/peoplevox §5). */
const PAGE = 1000;
const TERMS = 100;
/** Calls that Peoplevox throttled or did not answer are made again; after so many the tick ends. */
const TRIES = 10;
const PASSING: readonly string[] = ['throttled', 'unavailable'];

const COMPARED = ['ItemCode', 'Barcode', 'UnitOfMeasure'] as const;
/** What only keeping Item types in step needs. */
const DETAILS = ['Name', 'Weight', 'WeightMeasure', 'ItemGroup'] as const;
type Column = (typeof COMPARED)[number] | (typeof DETAILS)[number];

/** The template is not configured, lacks the ItemCode, or cannot be parsed. */
export class ItemTypesUnusable extends SpeakingError {
  override readonly name = 'ItemTypesUnusable';
}

export interface ItemTypesPage {
  readonly items: readonly Item[];
  /** Item types in all. */
  readonly total: number;
  /** Rows of this page, also those without ItemCode. */
  readonly rows: number;
  /** What the tenant's template lacks of what is compared. */
  readonly missing: readonly string[];
}

export interface ItemTypes {
  /** One page of all Item types; `pageNo` from 1. One call. */
  readonly page: (pageNo: number) => Promise<ItemTypesPage>;
  /** Which of the codes active Item types have now; one call for each 100. Codes that cannot be asked for are left out. */
  readonly known: (codes: readonly string[]) => Promise<Set<string>>;
}

interface ItemTypesParts {
  readonly client: Pick<PeoplevoxClient, 'getData'>;
  readonly rules: Pick<Rules, 'columnNames' | 'skuAudit'>;
  /** Awaited before each call to Peoplevox. */
  readonly beforeCall: () => Promise<void>;
  /** Awaited before a call is repeated. */
  readonly rest: () => Promise<void>;
}

/** Item types as the tenant's template shows them. Rejects with ItemTypesUnusable or PeoplevoxError. */
export function createItemTypes({ client, rules, beforeCall, rest }: ItemTypesParts): ItemTypes {
  const withDetails = rules.skuAudit.itemTypes.mode !== 'off';

  async function read(pageNo: number, searchClause?: string): Promise<ItemTypesPage> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await beforeCall();
        const request = { templateName: ITEM_TYPES, pageNo, itemsPerPage: PAGE };
        const page = await client.getData({
          ...request,
          ...(searchClause !== undefined && { searchClause }),
        });
        return parsed(page.rows, page.columns, page.totalCount);
      } catch (error) {
        if (!(error instanceof PeoplevoxError)) throw error;
        if (error.kind === 'refused' || error.kind === 'unreadable')
          throw new ItemTypesUnusable(`Template "${ITEM_TYPES}" cannot be read: ${error.message}`);
        if (!PASSING.includes(error.kind) || attempt === TRIES) throw error;
        await rest();
      }
    }
  }

  function parsed(rows: readonly Row[], columns: readonly string[], total: number): ItemTypesPage {
    const { names, missing } = mapColumns(columnsFor(rules), columns, rules.columnNames[ITEM_TYPES]);
    if (missing.includes('ItemCode'))
      throw new ItemTypesUnusable(`Template "${ITEM_TYPES}" lacks the column ItemCode.`);
    const items = rows.flatMap((row) => {
      const cell = (column: Column) => row[names.get(column) ?? '']?.trim() ?? '';
      return toItem(row[names.get('ItemCode') ?? ''] ?? '', cell, withDetails) ?? [];
    });
    return { items, total, rows: rows.length, missing };
  }

  return {
    page: (pageNo) => read(pageNo),
    known: async (codes) => {
      const known = new Set<string>();
      const field = labelledField(labelOf(rules.columnNames, ITEM_TYPES, 'ItemCode'), 'ItemCode');
      for (const some of inChunks(codes.filter(isSearchable), TERMS)) {
        const { items } = await read(1, oneOf(field, some));
        for (const { code, active } of items) if (active) known.add(code);
      }
      return known;
    },
  };
}

/** What is compared of an Item type. */
export function columnsFor({ skuAudit }: Pick<Rules, 'skuAudit'>): readonly Column[] {
  return skuAudit.itemTypes.mode === 'off' ? COMPARED : [...COMPARED, ...DETAILS];
}

/** The code as printed: a space in it is a difference that people must see. */
function toItem(code: string, cell: (column: Column) => string, withDetails: boolean): Item | undefined {
  if (code === '') return undefined;
  const active = !isDeactivated(code);
  return {
    code: active ? code : codeBeforeDeactivation(code),
    barcode: cell('Barcode'),
    unit: cell('UnitOfMeasure'),
    active,
    ...(withDetails && {
      details: {
        name: cell('Name'),
        weight: cell('Weight'),
        weightMeasure: cell('WeightMeasure'),
        group: cell('ItemGroup'),
      },
    }),
  };
}
