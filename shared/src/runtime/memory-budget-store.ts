import type { BudgetStore } from './call-budget';
import type { Clock } from './clock';

/** Like commercetools, which does not save fields that are null. */
function withoutNull(_key: string, value: unknown): unknown {
  return value === null ? undefined : value;
}

/** A store for instances in one process: for tests, the sandbox, and tools that run alone. */
export function memoryBudgetStore(clock: Clock): BudgetStore {
  let stored: string | undefined;
  let version = 0;
  return {
    read: () =>
      Promise.resolve({
        state: stored === undefined ? undefined : (JSON.parse(stored) as unknown),
        version,
        serverTime: clock.now(),
      }),
    write: (state, onto) => {
      if (onto !== version) return Promise.resolve(false);
      stored = JSON.stringify(state, withoutNull);
      version += 1;
      return Promise.resolve({ version, serverTime: clock.now() });
    },
  };
}
