import type { Owner } from '../../shared/src/exceptions';

/** Something that a person should know: `mend` keeps the connector from working well, `note` may surprise. */
export interface Finding {
  readonly verdict: 'mend' | 'note';
  /** Who can mend it, or whom it may surprise. */
  readonly owner: Owner;
  /** What is wrong, and how to mend it. */
  readonly words: string;
}

export function mend(owner: Owner, ...sentences: readonly string[]): Finding[] {
  return sentences.map((words) => ({ verdict: 'mend', owner, words }));
}

export function note(owner: Owner, ...sentences: readonly string[]): Finding[] {
  return sentences.map((words) => ({ verdict: 'note', owner, words }));
}
