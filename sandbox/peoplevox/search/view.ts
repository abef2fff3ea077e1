import { isInstant, printCell, type Cell, type Printing } from '../cell';
import { writeCsv } from '../csv';
import { compileClause, type ReadCell } from './match';
import { parseClause } from './parse';
import { ClauseFault } from './tokens';

/** Rows that can be searched, ordered, paged and printed: a template's or a report's. */
export interface View {
  readonly columns: readonly string[];
  rows(): Iterable<ReadCell>;
  /** Of a view whose rows are kept in the ascending order of a column: a page needs no look at the others. */
  readonly kept?: {
    readonly orderedBy: number;
    count(): number;
    part(from: number, to: number): ReadCell[];
  };
}

export interface Column<Entity> {
  readonly name: string;
  readonly read: (entity: Entity) => Cell;
}

/** A view over entities, each column read only when it is needed. */
export function viewOf<Entity>(columns: readonly Column<Entity>[], entities: () => Iterable<Entity>): View {
  return {
    columns: columns.map((column) => column.name),
    *rows() {
      for (const entity of entities()) yield (index) => columns[index]?.read(entity) ?? '';
    },
  };
}

/** A view over entities that are kept in the ascending order of the column `by`. */
export function orderedView<Entity>(
  columns: readonly Column<Entity>[],
  by: string,
  entities: () => readonly Entity[],
): View {
  return {
    ...viewOf(columns, entities),
    kept: {
      orderedBy: columns.findIndex(({ name }) => name === by),
      count: () => entities().length,
      part: (from, to) => [...viewOf(columns, () => entities().slice(from, to)).rows()],
    },
  };
}

/** The tenant's name of a column, and where the view has it. */
export interface LabelledColumn {
  readonly label: string;
  readonly index: number;
}

interface Query {
  readonly pageNo: number;
  readonly itemsPerPage: number;
  readonly searchClause: string;
  /** `[Column] asc, [Other] desc`. */
  readonly orderBy?: string;
  /** `[Column],[Other]`; empty: all. */
  readonly columns?: string;
}

interface QueryResult {
  /** Rows that match, on all pages. */
  readonly totalCount: number;
  readonly csv: string;
}

/** Throws ClauseFault for a clause, column or order that cannot be understood. */
export function runQuery(
  view: View,
  labels: readonly LabelledColumn[],
  query: Query,
  printing: Printing,
): QueryResult {
  const columnOf = (field: string): number | undefined =>
    labels.find(({ label }) => label.toLowerCase() === field.toLowerCase())?.index;
  const keys = sortKeys(query.orderBy ?? '', columnOf);
  const { totalCount, page } =
    keptPage(view, keys, query) ?? foundPage(view, columnOf, keys, query, printing);
  const shown = chooseColumns(labels, query.columns ?? '');
  const records = page.map((read) => shown.map(({ index }) => printCell(read(index), printing)));
  return { totalCount, csv: writeCsv([shown.map(({ label }) => label), ...records]) };
}

interface PageOfRows {
  readonly totalCount: number;
  readonly page: readonly ReadCell[];
}

/** Undefined where the rows must be searched or put in order first. */
function keptPage({ kept }: View, keys: readonly SortKey[], query: Query): PageOfRows | undefined {
  const [key, ...others] = keys;
  if (kept === undefined || key === undefined || others.length > 0 || query.searchClause.trim() !== '')
    return undefined;
  if (key.column !== kept.orderedBy || key.sign < 0) return undefined;
  return { totalCount: kept.count(), page: kept.part(...rangeOf(query)) };
}

function foundPage(
  view: View,
  columnOf: (field: string) => number | undefined,
  keys: readonly SortKey[],
  query: Query,
  printing: Printing,
): PageOfRows {
  const matching = select(view, columnOf, query.searchClause, printing);
  return { totalCount: matching.length, page: sort(matching, keys).slice(...rangeOf(query)) };
}

function select(
  view: View,
  columnOf: (field: string) => number | undefined,
  searchClause: string,
  printing: Printing,
): ReadCell[] {
  if (searchClause.trim() === '') return [...view.rows()];
  const matches = compileClause(parseClause(searchClause), columnOf, printing);
  const found: ReadCell[] = [];
  for (const read of view.rows()) if (matches(read)) found.push(read);
  return found;
}

/** PageNo starts at 1; 0 is the first page too (facts/peoplevox §5). */
function rangeOf({ pageNo, itemsPerPage }: Query): [from: number, to: number] {
  if (itemsPerPage <= 0) return [0, Infinity];
  const start = (Math.max(1, pageNo) - 1) * itemsPerPage;
  return [start, start + itemsPerPage];
}

interface SortKey {
  readonly column: number;
  readonly sign: 1 | -1;
}

function sortKeys(orderBy: string, columnOf: (field: string) => number | undefined): readonly SortKey[] {
  return splitNames(orderBy).map((key) => sortKey(key, columnOf));
}

function sort(rows: readonly ReadCell[], keys: readonly SortKey[]): ReadCell[] {
  if (keys.length === 0) return [...rows];
  return [...rows].sort((a, b) => {
    for (const { column, sign } of keys) {
      const order = compareCells(a(column), b(column));
      if (order !== 0) return order * sign;
    }
    return 0;
  });
}

function sortKey(key: string, columnOf: (field: string) => number | undefined): SortKey {
  const direction = /\s(asc|desc)$/i.exec(key)?.[1]?.toLowerCase();
  const column = columnOf(bareName(direction === undefined ? key : key.slice(0, -direction.length)));
  if (column === undefined) throw new ClauseFault(`No column '${key}' exists to order by.`);
  return { column, sign: direction === 'desc' ? -1 : 1 };
}

function compareCells(a: Cell, b: Cell): number {
  const [left, right] = [sortable(a), sortable(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function sortable(cell: Cell): string | number {
  if (isInstant(cell)) return cell.at;
  return typeof cell === 'boolean' ? Number(cell) : cell;
}

function chooseColumns(labels: readonly LabelledColumn[], columns: string): readonly LabelledColumn[] {
  const names = splitNames(columns).map(bareName);
  if (names.length === 0) return labels;
  return names.map((name) => {
    const chosen = labels.find(({ label }) => label.toLowerCase() === name.toLowerCase());
    if (!chosen) throw new ClauseFault(`No column '${name}' exists.`);
    return chosen;
  });
}

/** A list with or without brackets; a comma inside brackets belongs to the name. */
function splitNames(list: string): string[] {
  const names = [''];
  let isBracketed = false;
  for (const character of list) {
    if (character === '[' || character === ']') isBracketed = character === '[';
    if (character === ',' && !isBracketed) names.push('');
    else names.push((names.pop() ?? '') + character);
  }
  return names.map((name) => name.trim()).filter((name) => name !== '');
}

function bareName(name: string): string {
  const text = name.trim();
  return text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1).trim() : text;
}
