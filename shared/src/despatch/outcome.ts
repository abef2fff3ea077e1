import { CommercetoolsError } from '../commercetools/commercetools-error';
import { Conflict } from '../commercetools/documents';
import { PeoplevoxError } from '../peoplevox/errors';
import { isUnserved } from './unserved';

/** One order could not be worked on; others may. */
export interface Failure {
  readonly kind: 'failed';
  readonly reason: string;
}

const EXTENSION_FAULTS: ReadonlySet<string> = new Set(['ExtensionBadResponse', 'ExtensionNoResponse']);

/**
 * commercetools asked an API extension of the shop, which has not answered, or in no form of an answer. commercetools
 * itself is well, and the extension may answer the next time.
 */
export function isExtensionFault(error: unknown): error is CommercetoolsError {
  return error instanceof CommercetoolsError && EXTENSION_FAULTS.has(error.code);
}

/**
 * The failure of one order. What may stop every order is thrown on: a system that cannot be reached, and conflicts, which
 * have their own way.
 */
export function failureOf(error: unknown): Failure {
  const stopsAll =
    error instanceof PeoplevoxError ||
    error instanceof Conflict ||
    (isUnserved(error) && !isExtensionFault(error));
  if (stopsAll || !(error instanceof Error)) throw error;
  return { kind: 'failed', reason: error.message };
}
