import { CommercetoolsError } from '../../shared/src/commercetools';
import { PeoplevoxError } from '../../shared/src/peoplevox';
import { mend, type Finding } from './finding';

/** What a check came to. */
export interface Result {
  readonly name: string;
  readonly outcome: 'looked' | 'failed' | 'left out';
  readonly findings: readonly Finding[];
}

/** Runs a check. What its system refuses is a finding too; anything else is a fault of this program and rejects. */
export async function look(name: string, work: () => Promise<readonly Finding[]>): Promise<Result> {
  try {
    return { name, outcome: 'looked', findings: await work() };
  } catch (error) {
    if (!isOfASystem(error)) throw error;
    return { name, outcome: 'failed', findings: mend('integration', error.message) };
  }
}

function isOfASystem(error: unknown): error is Error {
  return [CommercetoolsError, PeoplevoxError].some((kind) => error instanceof kind);
}
