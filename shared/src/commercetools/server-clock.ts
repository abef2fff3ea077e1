import type { Clock } from '../runtime/clock';
import { Conflict, type Documents } from './documents';

const CONTAINER = 'peoplevox-connector';
const KEY = 'clock';
/** Clocks drift slowly: an offset is believed for as long. */
const BELIEVED_MS = 10 * 60_000;

/** commercetools' own time in ms since the epoch, as near as one reply's delay: instances' clocks may differ, it does not. */
export type ServerClock = () => Promise<number>;

/** Learns the offset by writing a small document, which commercetools dates. */
export function createServerClock(documents: Documents, clock: Clock): ServerClock {
  let learned: { readonly offset: number; readonly at: number } | undefined;

  async function learn(): Promise<number> {
    for (;;) {
      const before = await documents.read(CONTAINER, KEY);
      try {
        // A value that changes: an update without effect might not be dated anew.
        const value = { schemaVersion: 1, asked: before === undefined ? 1 : before.version + 1 };
        const written = await documents.write(CONTAINER, KEY, value, before?.version ?? 0);
        return written.lastModifiedAt - clock.now();
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
      }
    }
  }

  return async () => {
    if (learned === undefined || clock.now() - learned.at > BELIEVED_MS)
      learned = { offset: await learn(), at: clock.now() };
    return clock.now() + learned.offset;
  };
}
