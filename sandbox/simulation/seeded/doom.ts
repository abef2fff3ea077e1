import type { Crash, ProcessOptions } from '../process';
import type { Write } from './plan';

interface Doomed extends Crash {
  readonly write: Write;
}

/** Death at a write to come, whichever process makes it. */
export interface Doom {
  readonly fate: NonNullable<ProcessOptions['fate']>;
  /** Replaces one that has not come true yet. */
  readonly pronounce: (write: Write, crash: Crash) => void;
  readonly lift: () => void;
}

/** @param isOf whether a POST with this URL and body is such a write */
export function createDoom(isOf: (write: Write, url: string, body: string) => boolean): Doom {
  let doomed: Doomed | undefined;
  return {
    pronounce: (write, { calls, when, awayMs }) => {
      doomed = { write, calls, when, awayMs };
    },
    lift: () => {
      doomed = undefined;
    },
    fate: (input, init) => {
      if (doomed === undefined || init?.method !== 'POST') return undefined;
      const url = input instanceof Request ? input.url : input.toString();
      if (!isOf(doomed.write, url, typeof init.body === 'string' ? init.body : '')) return undefined;
      const { calls, when, awayMs } = doomed;
      doomed = calls > 1 ? { ...doomed, calls: calls - 1 } : undefined;
      return calls > 1 ? undefined : { when, awayMs };
    },
  };
}
