import { compilePredicate, PredicateMeaningError, type Matcher, type Variables } from './evaluate';
import type { Fields } from './fields';
import { PredicateSyntaxError } from './lexer';
import { parsePredicate } from './parser';

export type { Matcher, Variables } from './evaluate';
export type { Field, Fields } from './fields';

/** What is wrong with a predicate, in words; everything else thrown is a fault of ours. */
export function predicateFault(error: unknown): string | undefined {
  return error instanceof PredicateSyntaxError || error instanceof PredicateMeaningError
    ? error.message
    : undefined;
}

/** @throws an error that `predicateFault` explains. */
export function predicateMatcher(predicate: string, fields: Fields, variables?: Variables): Matcher {
  return compilePredicate(parsePredicate(predicate), fields, variables);
}
