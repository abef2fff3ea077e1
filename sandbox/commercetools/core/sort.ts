import type { Field, Fields } from '../predicate';
import { malformedParameter } from './errors';
import { isRecord } from './json';

type Order = (left: unknown, right: unknown) => number;

function assertSortable(expression: string, path: readonly string[], fields: Fields): void {
  let field: Field | undefined = fields;
  for (const name of path) {
    if (field === 'any') return;
    field = typeof field === 'object' && Object.hasOwn(field, name) ? field[name] : undefined;
    if (field === undefined)
      throw malformedParameter('sort', `The field '${name}' does not exist ('${expression}').`);
  }
  if (typeof field === 'object' || field === 'strings')
    throw malformedParameter('sort', `'${expression}' does not name a single value.`);
}

function valueAt(resource: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), resource);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function compare(left: unknown, right: unknown): number {
  if (left === right) return 0;
  if (left === undefined) return 1;
  if (right === undefined) return -1;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  // By code unit, not by locale: paging by `id > "x"` needs the order that predicates use.
  return textOf(left) < textOf(right) ? -1 : 1;
}

function parsedSort(expression: string, fields: Fields): Order {
  const match = /^\s*([^\s]+)(?:\s+(asc|desc))?\s*$/.exec(expression);
  const name = match?.[1];
  if (name === undefined)
    throw malformedParameter('sort', `'${expression}' is not '<field> asc' or '<field> desc'.`);
  const path = name.split('.').map((part) => part.replaceAll('`', ''));
  assertSortable(expression, path, fields);
  const sign = match?.[2] === 'desc' ? -1 : 1;
  return (left, right) => sign * compare(valueAt(left, path), valueAt(right, path));
}

/** The order that the `sort` parameters ask for, the first one first; undefined without any. */
export function sortOrder(expressions: readonly string[], fields: Fields): Order | undefined {
  const orders = expressions.map((expression) => parsedSort(expression, fields));
  if (orders.length === 0) return undefined;
  return (left, right) => {
    for (const order of orders) {
      const difference = order(left, right);
      if (difference !== 0) return difference;
    }
    return 0;
  };
}
