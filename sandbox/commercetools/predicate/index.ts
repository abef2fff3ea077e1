import { compilePredicate, PredicateMeaningError, type Matcher, type Variables } from './evaluate';
import type { Fields } from './fields';
import { PredicateSyntaxError } from './lexer';
import { narrowed, type Lookups } from './narrow';
import { parsePredicate } from './parser';

export type { Matcher, Variables } from './evaluate';
export type { Field, Fields } from './fields';
export type { Lookups } from './narrow';

/** What is wrong with a predicate, in words; everything else thrown is a fault of ours. */
export function predicateFault(error: unknown): string | undefined {
  return error instanceof PredicateSyntaxError || error instanceof PredicateMeaningError
    ? error.message
    : undefined;
}

/** @throws an error that `predicateFault` explains. */
export function predicateMatcher(predicate: string, fields: Fields, variables?: Variables): Matcher {
  return readPredicate(predicate, fields, variables).matches;
}

export interface ReadPredicate {
  readonly matches: Matcher;
  /** Those that may match, if the lookups tell (see `narrowed`). */
  candidates<T>(lookups: Lookups<T>): ReadonlySet<T> | undefined;
}

/** @throws an error that `predicateFault` explains. */
export function readPredicate(text: string, fields: Fields, variables: Variables = new Map()): ReadPredicate {
  const predicate = parsePredicate(text);
  return {
    matches: compilePredicate(predicate, fields, variables),
    candidates: (lookups) => narrowed(predicate, variables, lookups),
  };
}
