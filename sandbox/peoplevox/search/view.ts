import { isInstant, printCell, type Cell, type Printing } from '../cell';
import { writeCsv } from '../csv';
import { compileClause, type ReadCell } from './match';
import { parseClause } from './parse';
import { ClauseFault } from './tokens';

/** Rows that can be searched, ordered, paged and printed: a template's or a report's. */
export interface View {
  readonly columns: readonly string[];
  rows(): Iterable<ReadCell>;
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

/** The tenant's name of a column, and where the view has it. */
export interface LabelledColumn {
  readonly label: string;
  readonly index: number;
}

export interface Query {
  readonly pageNo: number;
  readonly itemsPerPage: number;
  readonly searchClause: string;
  /** `[Column] asc, [Other] desc`. */
  readonly orderBy?: string;
  /** `[Column],[Other]`; empty: all. */
  readonly columns?: string;
}

export interface QueryResult {
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
  const matching = select(view, columnOf, query.searchClause, printing);
  const ordered = sort(matching, columnOf, query.orderBy ?? '');
  const shown = chooseColumns(labels, query.columns ?? '');
  const page = query.itemsPerPage > 0 ? paged(ordered, query.pageNo, query.itemsPerPage) : ordered;
  const records = page.map((read) => shown.map(({ index }) => printCell(read(index), printing)));
  return { totalCount: matching.length, csv: writeCsv([shown.map(({ label }) => label), ...records]) };
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

/** PageNo starts at 1; 0 is the first page too (peoplevox-api §3.2). */
function paged(rows: readonly ReadCell[], pageNo: number, itemsPerPage: number): ReadCell[] {
  const start = (Math.max(1, pageNo) - 1) * itemsPerPage;
  return rows.slice(start, start + itemsPerPage);
}

function sort(
  rows: readonly ReadCell[],
  columnOf: (field: string) => number | undefined,
  orderBy: string,
): ReadCell[] {
  const keys = splitNames(orderBy).map((key) => sortKey(key, columnOf));
  if (keys.length === 0) return [...rows];
  return [...rows].sort((a, b) => {
    for (const { column, sign } of keys) {
      const order = compareCells(a(column), b(column));
      if (order !== 0) return order * sign;
    }
    return 0;
  });
}

function sortKey(key: string, columnOf: (field: string) => number | undefined) {
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
