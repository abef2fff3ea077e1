import type { PeoplevoxClient, Row } from './client';
import { PeoplevoxError } from './errors';
import { isLastPage } from './paging';
import { mapColumns, type ColumnNames } from './templates';

/** Lists that the tenant set up and that others refer to by reference, name or code (facts/peoplevox §14). */
export interface Site {
  readonly reference: string;
  readonly name: string;
}

export interface ServiceType {
  readonly carrier: string;
  readonly name: string;
  readonly code: string;
}

type Reader = Pick<PeoplevoxClient, 'getData'>;

/** The practical maximum (facts/peoplevox §5). */
const PAGE = 1000;
/** Internal to Peoplevox, turns up in lists (facts/peoplevox §14). */
const SYSTEM_SITE = 'SystemSite';

export function isSystemSite(site: string): boolean {
  return site === SYSTEM_SITE;
}

/** Columns of the templates that these lists are read by, in Peoplevox's own names. */
export const REFERENCE_LISTS = {
  Sites: ['Name', 'Reference'],
  'Service types': ['Carrier', 'Name', 'Code'],
  Carriers: ['Name', 'Reference'],
} as const;
/** The columns that others refer to. */
const KEYS = { Sites: 'Reference', 'Service types': 'Code', Carriers: 'Name' } as const;
type List = keyof typeof REFERENCE_LISTS;
/** By column, in Peoplevox's own names; empty where the tenant does not show it. */
type Entry<L extends List> = Readonly<Record<(typeof REFERENCE_LISTS)[L][number], string>>;

/**
 * Sites of the warehouse, without Peoplevox's own; undefined where the tenant does not show them.
 * @param columnNames the tenant's labels, as the rules have them
 */
export async function readSites(
  client: Reader,
  columnNames: ColumnNames,
): Promise<readonly Site[] | undefined> {
  const entries = await readList(client, 'Sites', columnNames);
  return entries
    ?.map(({ Reference, Name }) => ({ reference: Reference, name: Name }))
    .filter(({ reference }) => reference !== '' && !isSystemSite(reference));
}

/** Undefined where the tenant does not show them. */
export async function readServiceTypes(
  client: Reader,
  columnNames: ColumnNames,
): Promise<readonly ServiceType[] | undefined> {
  const entries = await readList(client, 'Service types', columnNames);
  return entries?.map(({ Carrier, Name, Code }) => ({ carrier: Carrier, name: Name, code: Code }));
}

/** Names of the carriers; undefined where the tenant does not show them. */
export async function readCarriers(
  client: Reader,
  columnNames: ColumnNames,
): Promise<readonly string[] | undefined> {
  const entries = await readList(client, 'Carriers', columnNames);
  return entries?.map(({ Name }) => Name).filter((name) => name !== '');
}

/** Every row of a template; undefined: the tenant has not configured it, or has none of our names for its key column. */
async function readList<L extends List>(
  client: Reader,
  templateName: L,
  columnNames: ColumnNames,
): Promise<readonly Entry<L>[] | undefined> {
  const columns: readonly string[] = REFERENCE_LISTS[templateName];
  const entries: Entry<L>[] = [];
  for (let pageNo = 1, seen = 0; ; pageNo += 1) {
    const page = await unlessRefused(() => client.getData({ templateName, pageNo, itemsPerPage: PAGE }));
    if (page === undefined) return undefined;
    seen += page.rows.length;
    const { names } = mapColumns(columns, page.columns, columnNames[templateName]);
    if (page.rows.length > 0 && !names.has(KEYS[templateName])) return undefined;
    for (const row of page.rows)
      entries.push(
        Object.fromEntries(
          columns.map((column) => [column, (row[names.get(column) ?? ''] ?? '').trim()]),
        ) as Entry<L>,
      );
    if (isLastPage(page, seen)) return entries;
  }
}

/** Undefined where Peoplevox refuses, as it does for a template that the tenant has not configured. */
export async function unlessRefused<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof PeoplevoxError && error.kind === 'refused') return undefined;
    throw error;
  }
}

/** The cell of a column, whatever the case of its name; empty where the row has none. */
export function cell(row: Row, column: string): string {
  const name = Object.keys(row).find((candidate) => candidate.toLowerCase() === column.toLowerCase());
  return name === undefined ? '' : (row[name] ?? '');
}
