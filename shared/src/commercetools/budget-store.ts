import type { BudgetStore } from '../runtime/call-budget';
import { Conflict, type Documents } from './documents';

const CONTAINER = 'peoplevox-connector';

/**
 * Keeps the state of a call budget in Custom Object `peoplevox-connector` / `key`. commercetools tells its time with
 * what it writes, so only a write knows the server's time. The state must not rely on null values: they are not saved.
 */
export function createBudgetStore(documents: Documents, key: string): BudgetStore {
  return {
    read: async () => {
      const document = await documents.read<unknown>(CONTAINER, key);
      return { state: document?.value, version: document?.version ?? 0 };
    },
    write: async (state, version) => {
      try {
        const written = await documents.write(CONTAINER, key, state, version);
        return { version: written.version, serverTime: written.lastModifiedAt };
      } catch (error) {
        if (error instanceof Conflict) return false;
        throw error;
      }
    },
  };
}
