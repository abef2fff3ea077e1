import { predicateFault, predicateMatcher, type Fields, type Matcher, type Variables } from '../predicate';
import { malformedParameter } from './errors';
import { sortOrder } from './sort';

const [DEFAULT_LIMIT, MAX_LIMIT, MAX_OFFSET] = [20, 500, 10_000];
/** With a predicate the platform counts no further than this (connect.md §9.3). */
const MAX_COUNTED = 10_000;

export interface Page {
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

/** A document matches when it matches every `where` of the query. */
export function whereMatcher(query: URLSearchParams, fields: Fields): Matcher | undefined {
  const wheres = query.getAll('where');
  if (wheres.length === 0) return undefined;
  const variables = variablesOf(query);
  const matchers = wheres.map((where) => {
    try {
      return predicateMatcher(where, fields, variables);
    } catch (error) {
      const fault = predicateFault(error);
      throw fault === undefined ? error : malformedParameter('where', fault);
    }
  });
  return (document) => matchers.every((matches) => matches(document));
}

/** Filters, sorts and cuts; `present` is applied only to what is shown. */
export function queried<T>(
  candidates: Iterable<T>,
  query: URLSearchParams,
  fields: Fields,
  present: (resource: T) => unknown,
): Page {
  const limit = wholeNumber(query, 'limit', DEFAULT_LIMIT, MAX_LIMIT);
  const offset = wholeNumber(query, 'offset', 0, MAX_OFFSET);
  const withTotal = flag(query, 'withTotal', true);
  const matches = whereMatcher(query, fields);
  const order = sortOrder(query.getAll('sort'), fields);
  const found = matches === undefined ? [...candidates] : [...candidates].filter(matches);
  if (order !== undefined) found.sort(order);
  const results = found.slice(offset, offset + limit).map(present);
  const total = matches === undefined ? found.length : Math.min(found.length, MAX_COUNTED);
  return { limit, offset, count: results.length, ...(withTotal ? { total } : {}), results };
}
