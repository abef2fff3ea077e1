import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<string>();

/** Runs `work`; everything that it starts, however late, sees `id` as its correlation id. */
export function withCorrelation<T>(id: string, work: () => T): T {
  return current.run(id, work);
}

/** The id that ties log lines and calls to the request that caused them; undefined outside of any request. */
export function correlationId(): string | undefined {
  return current.getStore();
}
