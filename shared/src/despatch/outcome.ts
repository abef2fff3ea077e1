import { CommercetoolsError } from '../commercetools/commercetools-error';
import { Conflict } from '../commercetools/documents';
import { PeoplevoxError } from '../peoplevox/errors';

/** One order could not be worked on; others may. */
export interface Failure {
  readonly kind: 'failed';
  readonly reason: string;
}

/**
 * The failure of one order. What stops every order is thrown on: a system that cannot be reached, and conflicts, which
 * have their own way.
 */
export function failureOf(error: unknown): Failure {
  const stopsAll =
    error instanceof PeoplevoxError ||
    error instanceof Conflict ||
    (error instanceof CommercetoolsError && error.transient);
  if (stopsAll || !(error instanceof Error)) throw error;
  return { kind: 'failed', reason: error.message };
}
