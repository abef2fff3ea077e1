import type { Clock } from '../runtime/clock';
import { Conflict, type Documents } from './documents';

const CONTAINER = 'peoplevox-connector';
const KEY = 'clock';
/** Clocks drift slowly: an offset is believed for as long. */
const BELIEVED_MS = 10 * 60_000;

/** commercetools' own time in ms since the epoch, as near as one reply's delay: instances' clocks may differ, it does not. */
export type ServerClock = () => Promise<number>;

interface Learned {
  readonly offset: number;
  /** By the local clock. */
  readonly at: number;
}

/** Learns the offset by writing a small document, which commercetools dates. */
export function createServerClock(documents: Documents, clock: Clock): ServerClock {
  let learned: Learned | undefined;
  let underWay: Promise<Learned> | undefined;

  async function learn(): Promise<Learned> {
    for (;;) {
      const before = await documents.read(CONTAINER, KEY);
      try {
        // A value that changes: an update without effect might not be dated anew.
        const value = { schemaVersion: 1, asked: before === undefined ? 1 : before.version + 1 };
        const written = await documents.write(CONTAINER, KEY, value, before?.version ?? 0);
        const at = clock.now();
        return { offset: written.lastModifiedAt - at, at };
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
      }
    }
  }

  /** Whoever asks meanwhile waits for the same answer: many writers of one document would only hinder each other. */
  function learnOnce(): Promise<Learned> {
    underWay ??= learn().finally(() => {
      underWay = undefined;
    });
    return underWay;
  }

  return async () => {
    if (learned === undefined || clock.now() - learned.at > BELIEVED_MS) learned = await learnOnce();
    return clock.now() + learned.offset;
  };
}
