import type { BudgetStore } from './call-budget';
import type { Clock } from './clock';

/** A store for instances in one process: for tests, the sandbox, and tools that run alone. */
export function memoryBudgetStore(clock: Clock): BudgetStore {
  let stored = 'null';
  let version = 0;
  return {
    read: () => Promise.resolve({ state: JSON.parse(stored) as unknown, version, serverTime: clock.now() }),
    write: (state, onto) => {
      if (onto !== version) return Promise.resolve(false);
      stored = JSON.stringify(state);
      version += 1;
      return Promise.resolve({ version, serverTime: clock.now() });
    },
  };
}
