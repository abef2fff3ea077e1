import type { OutageWatch } from 'peoplevox-connector-shared/exceptions';
import { PeoplevoxError } from 'peoplevox-connector-shared/peoplevox';

/** Tells people when Peoplevox cannot be worked with, and when it can again. */
export async function watched<T extends object | string>(
  outage: OutageWatch,
  work: () => Promise<T>,
): Promise<T> {
  try {
    const result = await work();
    if (typeof result === 'object') await outage.succeeded();
    return result;
  } catch (error) {
    if (error instanceof PeoplevoxError) await outage.failed(error.kind);
    throw error;
  }
}
