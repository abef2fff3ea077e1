import type { ExceptionCode, Owner } from './codes';

/** A `despatch` is what left of one order: its exceptions stand beside those of the order's export. */
export const subjectTypes = [
  'order',
  'sku',
  'site',
  'configuration',
  'app',
  'message',
  'report',
  'despatch',
  'return',
  'payment',
] as const;

/** What an exception is about. `id`: the commercetools id where there is one; `key`: order number, SKU, site… */
export interface Subject {
  readonly type: (typeof subjectTypes)[number];
  readonly id?: string;
  readonly key?: string;
}

/** A fault that a person must mend. No personal data in any field. */
export interface Finding {
  readonly code: ExceptionCode;
  readonly subject: Subject;
  /** What happened and what it stops, in the owner's words. */
  readonly message: string;
  /** What to do. */
  readonly fix: string;
}

/** As kept in `peoplevox-exceptions`. Times are ISO 8601, UTC. */
export interface ConnectorException extends Finding {
  readonly schemaVersion: 1;
  readonly owner: Owner;
  readonly status: 'open' | 'resolved';
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly occurrences: number;
  readonly resolvedAt?: string;
  /** What showed that the cause is gone. */
  readonly evidence?: string;
}

/** Evidence of one that a person closed. */
export const BY_OPERATOR = 'Resolved by an operator.';

export interface ExceptionStore {
  /** Opens it, or merges a repeat into it; reopens a resolved one. */
  raise(finding: Finding): Promise<void>;
  /** Closes it with the evidence that its cause is gone; nothing happens when it is not open. */
  resolve(code: ExceptionCode, subject: Subject, evidence: string): Promise<void>;
  /** Removes every trace of it. */
  forget(code: ExceptionCode, subject: Subject): Promise<void>;
}
