/**
 * A fault planted in the connector: one place of one file, changed as a hurried hand might have written it. The
 * simulation must catch each of them; a mutant that lives on is a hole in the invariants.
 */
export interface Mutant {
  readonly name: string;
  /** From the root of the repository. */
  readonly file: string;
  /** Must be there exactly once. */
  readonly from: string;
  readonly to: string;
}

export const mutants: readonly Mutant[] = [];
