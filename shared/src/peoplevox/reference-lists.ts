import type { PeoplevoxClient, Row } from './client';
import { PeoplevoxError } from './errors';
import { isLastPage } from './paging';

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

/** Sites of the warehouse, without Peoplevox's own; undefined where the tenant does not show them. */
export async function readSites(client: Reader): Promise<readonly Site[] | undefined> {
  const rows = await readList(client, 'Sites');
  return rows
    ?.map((row) => ({ reference: cell(row, 'Reference').trim(), name: cell(row, 'Name').trim() }))
    .filter(({ reference }) => reference !== '' && !isSystemSite(reference));
}

/** Undefined where the tenant does not show them. */
export async function readServiceTypes(client: Reader): Promise<readonly ServiceType[] | undefined> {
  const rows = await readList(client, 'Service types');
  return rows?.map((row) => ({
    carrier: cell(row, 'Carrier').trim(),
    name: cell(row, 'Name').trim(),
    code: cell(row, 'Code').trim(),
  }));
}

/** Names of the carriers; undefined where the tenant does not show them. */
export async function readCarriers(client: Reader): Promise<readonly string[] | undefined> {
  const rows = await readList(client, 'Carriers');
  return rows?.map((row) => cell(row, 'Name').trim()).filter((name) => name !== '');
}

/** Every row of a template; undefined: the tenant has not configured it, and refuses to answer. */
async function readList(
  client: Reader,
  templateName: keyof typeof REFERENCE_LISTS,
): Promise<readonly Row[] | undefined> {
  const rows: Row[] = [];
  for (let pageNo = 1; ; pageNo += 1) {
    const page = await unlessRefused(() => client.getData({ templateName, pageNo, itemsPerPage: PAGE }));
    if (page === undefined) return undefined;
    rows.push(...page.rows);
    if (isLastPage(page, rows.length)) return rows;
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
