import type { Cell, Cells } from '../cell';
import type { View } from '../search/view';
import type { SalesOrder } from '../warehouse/records';

export type ColumnType = 'text' | 'integer' | 'decimal' | 'boolean' | 'date';

/** A column as Peoplevox defines it (facts/peoplevox §11 to §14). */
export interface TemplateColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** Characters at most. */
  readonly length?: number;
}

/** One row of an import: only the columns that were sent, by our names, as values. */
export interface ImportedRow {
  readonly cells: Cells;
  text(column: string): string;
}

/** One call of SaveData. */
export interface Import {
  /** 0 default, 1 do not allocate. */
  readonly action: 0 | 1;
  /** Sales orders that were created or changed: allocated at the end when the action says so. */
  readonly touched: Set<SalesOrder>;
}

export interface Template {
  readonly name: string;
  /** In the order of the view's columns. */
  readonly columns: readonly TemplateColumn[];
  readonly key: readonly string[];
  readonly view: View;
  /** Inserts or updates. Throws RowFault. */
  save(row: ImportedRow, run: Import): void;
  /** Throws RowFault. */
  remove(row: ImportedRow): void;
}

/** The row cannot be imported; nothing of it was. */
export class RowFault extends Error {
  override readonly name = 'RowFault';
}

/** Writes what was sent over what is there; other columns stay as they are. */
export function overwrite(target: Map<string, Cell>, row: ImportedRow, except: readonly string[] = []): void {
  for (const [column, cell] of row.cells) if (!except.includes(column)) target.set(column, cell);
}

export function requireText(row: ImportedRow, columns: readonly string[]): void {
  const missing = columns.filter((column) => row.text(column) === '');
  if (missing.length > 0) throw new RowFault(`${missing.join(', ')} must be given.`);
}

export function textColumns(length: number, ...names: readonly string[]): TemplateColumn[] {
  return names.map((name) => ({ name, type: 'text', length }));
}

export function columnsOf(type: ColumnType, ...names: readonly string[]): TemplateColumn[] {
  return names.map((name) => ({ name, type }));
}

export function attributeColumns(count: number, length: number): TemplateColumn[] {
  return textColumns(length, ...Array.from({ length: count }, (_, index) => `Attribute${index + 1}`));
}
