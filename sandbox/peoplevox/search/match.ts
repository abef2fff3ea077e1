import { isInstant, localTime, plainText, printCell, readDate, type Cell, type Printing } from '../cell';
import type { Clause, Comparison, TextFunction, Value } from './parse';
import { ClauseFault } from './tokens';

/** Reads the cell of a row by the column's position. */
export type ReadCell = (column: number) => Cell;
export type Matcher = (read: ReadCell) => boolean;

/**
 * Turns a clause into a test of rows. Text compares without regard to case, as SQL Server's usual collation does (an
 * assumption). `columnOf` gives a field's position, undefined for an unknown one. Throws ClauseFault.
 */
export function compileClause(
  clause: Clause,
  columnOf: (field: string) => number | undefined,
  printing: Printing,
): Matcher {
  const compile = (part: Clause): Matcher => compileClause(part, columnOf, printing);
  switch (clause.kind) {
    case 'all': {
      const parts = clause.parts.map(compile);
      return (read) => parts.every((matches) => matches(read));
    }
    case 'any': {
      const parts = clause.parts.map(compile);
      return (read) => parts.some((matches) => matches(read));
    }
    case 'not': {
      const part = compile(clause.part);
      return (read) => !part(read);
    }
    case 'compare': {
      const column = known(clause.field, columnOf);
      const order = orderTo(clause.value, printing);
      return (read) => holds(clause.comparison, order(read(column)));
    }
    case 'text': {
      const column = known(clause.field, columnOf);
      const sought = textOf(clause.value).toLowerCase();
      return (read) => textTests[clause.test](printCell(read(column), printing).toLowerCase(), sought);
    }
  }
}

const textTests: Readonly<Record<TextFunction, (text: string, sought: string) => boolean>> = {
  contains: (text, sought) => text.includes(sought),
  startswith: (text, sought) => text.startsWith(sought),
  endswith: (text, sought) => text.endsWith(sought),
};

function known(field: string, columnOf: (field: string) => number | undefined): number {
  const column = columnOf(field);
  if (column === undefined) throw new ClauseFault(`No property or field '${field}' exists.`);
  return column;
}

function textOf(value: Value): string {
  if (value.kind === 'text') return value.text;
  if (value.kind === 'number') return String(value.number);
  throw new ClauseFault('Contains, StartsWith and EndsWith need a text.');
}

/** Negative, 0 or positive as the cell is before, at or after the value; undefined when the two cannot be compared. */
type Order = (cell: Cell) => number | undefined;

function orderTo(value: Value, { zone, clauseZone = zone }: Printing): Order {
  switch (value.kind) {
    case 'date': {
      const at = localTime(value.parts, clauseZone);
      if (at === undefined) throw new ClauseFault('DateTime(…) is not a date.');
      return (cell) => (isInstant(cell) ? cell.at - at : undefined);
    }
    case 'number':
      return (cell) => orderOfNumbers(cell, value.number);
    case 'boolean':
      return (cell) => orderOfTexts(plainText(cell), String(value.boolean));
    case 'text':
      return orderToText(value.text, zone);
  }
}

function orderToText(text: string, zone: string): Order {
  const at = readDate(text, zone);
  return (cell) => {
    if (isInstant(cell)) return at === undefined ? undefined : cell.at - at;
    if (typeof cell === 'number') return orderOfNumbers(cell, text === '' ? NaN : Number(text));
    return orderOfTexts(plainText(cell), text);
  };
}

function orderOfNumbers(cell: Cell, number: number): number | undefined {
  const text = plainText(cell).trim();
  const difference = text === '' ? NaN : Number(text) - number;
  return Number.isNaN(difference) ? undefined : difference;
}

function orderOfTexts(left: string, right: string): number {
  const [a, b] = [left.toLowerCase(), right.toLowerCase()];
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function holds(comparison: Comparison, order: number | undefined): boolean {
  if (order === undefined) return comparison === '!=';
  switch (comparison) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
  }
}
