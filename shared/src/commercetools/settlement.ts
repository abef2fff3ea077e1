import { CommercetoolsError } from './commercetools-error';
import { Conflict } from './documents';

const ATTEMPTS = 3;

/**
 * For what is looked up, then created or updated: runs `work` again when another deployment's script was faster
 * (Conflict, DuplicateField), which then finds the other's result. At most 3 times, then the error stands.
 */
export async function untilSettled<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!wasOvertaken(error) || attempt >= ATTEMPTS) throw error;
    }
  }
}

function wasOvertaken(error: unknown): boolean {
  return (
    error instanceof Conflict || (error instanceof CommercetoolsError && error.code === 'DuplicateField')
  );
}
