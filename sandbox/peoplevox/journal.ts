import type { Call } from './soap/calls';

/** One call as it was answered. */
export interface JournalEntry {
  /** Time of arrival, milliseconds since the epoch. */
  readonly at: number;
  readonly operation: string;
  readonly template?: string;
  readonly action?: number;
  /** Rows sent, or TotalCount of a read. */
  readonly rows?: number;
  /** `ok`, `refused` (ResponseId -1), `throttled`, `fault` (SOAP fault), or the kind of the injected fault. */
  readonly outcome: string;
  /** Of a refusal. */
  readonly words?: string;
}

export function templateOf(call: Call): string | undefined {
  return 'templateName' in call ? call.templateName : undefined;
}

/** Calls by operation and template, such as `SaveData Sales orders`. */
export function countCalls(journal: readonly JournalEntry[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { operation, template } of journal) {
    const name = template === undefined ? operation : `${operation} ${template}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
