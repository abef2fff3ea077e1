import {
  predicateFault,
  readPredicate,
  type Fields,
  type Lookups,
  type Matcher,
  type ReadPredicate,
  type Variables,
} from '../predicate';
import { malformedParameter } from './errors';
import { sortOrder } from './sort';

const [DEFAULT_LIMIT, MAX_LIMIT, MAX_OFFSET] = [20, 500, 10_000];
/** With a predicate the platform counts no further than this (facts/commercetools §7). */
const MAX_COUNTED = 10_000;

interface Page {
  readonly limit: number;
  readonly offset: number;
  readonly count: number;
  readonly total?: number;
  readonly results: readonly unknown[];
}

function wholeNumber(query: URLSearchParams, name: string, fallback: number, maximum: number): number {
  const text = query.get(name);
  if (text === null) return fallback;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value) || value > maximum)
    throw malformedParameter(name, `'${text}' is not a whole number from 0 to ${maximum}.`);
  return value;
}

function flag(query: URLSearchParams, name: string, fallback: boolean): boolean {
  const text = query.get(name);
  if (text === null) return fallback;
  if (text !== 'true' && text !== 'false')
    throw malformedParameter(name, `'${text}' is neither true nor false.`);
  return text === 'true';
}

function variablesOf(query: URLSearchParams): Variables {
  const names = [...new Set(query.keys())].filter((name) => name.startsWith('var.'));
  return new Map(names.map((name) => [name.slice('var.'.length), query.getAll(name)]));
}

function wheresOf(query: URLSearchParams, fields: Fields): readonly ReadPredicate[] {
  const variables = variablesOf(query);
  return query.getAll('where').map((where) => {
    try {
      return readPredicate(where, fields, variables);
    } catch (error) {
      const fault = predicateFault(error);
      throw fault === undefined ? error : malformedParameter('where', fault);
    }
  });
}

/** A document matches when it matches every `where` of the query. */
export function whereMatcher(query: URLSearchParams, fields: Fields): Matcher {
  const wheres = wheresOf(query, fields);
  return (document) => wheres.every(({ matches }) => matches(document));
}

/** What a query looks through: everything, or what a lookup finds where the predicate names the values. */
export interface Source<T> {
  readonly lookups: Lookups<T>;
  values(): Iterable<T>;
}

function found<T>(source: Source<T>, wheres: readonly ReadPredicate[]): T[] {
  const candidates = wheres
    .map((where) => where.candidates(source.lookups))
    .find((some) => some !== undefined);
  const all = [...(candidates ?? source.values())];
  return wheres.reduce((left, { matches }) => left.filter(matches), all);
}

/** Filters, sorts and cuts; `present` is applied only to what is shown. */
export function queried<T>(
  source: Source<T>,
  query: URLSearchParams,
  fields: Fields,
  present: (resource: T) => unknown,
): Page {
  const limit = wholeNumber(query, 'limit', DEFAULT_LIMIT, MAX_LIMIT);
  const offset = wholeNumber(query, 'offset', 0, MAX_OFFSET);
  const withTotal = flag(query, 'withTotal', true);
  const wheres = wheresOf(query, fields);
  const order = sortOrder(query.getAll('sort'), fields);
  const matching = found(source, wheres);
  if (order !== undefined) matching.sort(order);
  const results = matching.slice(offset, offset + limit).map(present);
  const total = wheres.length === 0 ? matching.length : Math.min(matching.length, MAX_COUNTED);
  return { limit, offset, count: results.length, ...(withTotal ? { total } : {}), results };
}
