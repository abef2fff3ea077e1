import { plainText, type Cell } from '../cell';
import { viewOf } from '../search/view';
import {
  overwrite,
  requireText,
  RowFault,
  type ImportedRow,
  type Template,
  type TemplateColumn,
} from './template';

export type Record = Map<string, Cell>;

interface TableDefinition {
  readonly name: string;
  readonly columns: readonly TemplateColumn[];
  readonly key: readonly string[];
  /** Columns that a new row must have beside the key. */
  readonly required?: readonly string[];
  /** Looks at the row before it is written; throws RowFault. */
  readonly check?: (row: ImportedRow) => void;
  /** A key column that gets a value of its own when it is left empty: each such import makes a new row. */
  readonly generated?: string;
  /** Prints other values than were imported. */
  readonly print?: (column: string, cell: Cell) => Cell;
}

export interface KeyedTable extends Template {
  readonly records: ReadonlyMap<string, Record>;
  find(...key: readonly string[]): Record | undefined;
  put(record: Readonly<{ [column: string]: Cell }>): void;
}

/** A template that is nothing but a table of rows with a key. */
export function keyedTable(definition: TableDefinition): KeyedTable {
  const {
    name,
    columns,
    key,
    required = [],
    generated,
    check,
    print = (_: string, cell: Cell) => cell,
  } = definition;
  const records = new Map<string, Record>();
  const keyOf = (values: readonly string[]): string => values.join('\u0000');

  function identify(row: ImportedRow): string[] {
    const values = key.map((column) => row.text(column));
    if (generated === undefined) return values;
    const index = key.indexOf(generated);
    return values.map((value, at) => (at === index && value === '' ? `A${records.size + 1}` : value));
  }

  return {
    name,
    columns,
    key,
    records,
    view: viewOf(
      columns.map((column) => ({
        name: column.name,
        read: (record: Record) => print(column.name, record.get(column.name) ?? ''),
      })),
      () => records.values(),
    ),
    find: (...values) => records.get(keyOf(values)),
    put(record) {
      records.set(keyOf(key.map((column) => plainText(record[column]))), new Map(Object.entries(record)));
    },
    save(row) {
      requireText(
        row,
        key.filter((column) => column !== generated),
      );
      check?.(row);
      const values = identify(row);
      const known = records.get(keyOf(values));
      if (!known) requireText(row, required);
      const record = known ?? new Map<string, Cell>();
      overwrite(record, row);
      key.forEach((column, index) => record.set(column, values[index] ?? ''));
      records.set(keyOf(values), record);
    },
    remove(row) {
      const values = key.map((column) => row.text(column));
      if (!records.delete(keyOf(values)))
        throw new RowFault(`${name} '${values.join(' - ')}' does not exist.`);
    },
  };
}
