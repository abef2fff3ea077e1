import * as z from 'zod';
import type { BudgetStore } from './call-budget';
import type { Clock } from './clock';
import { emptyWindow, fullWindow, windowState, type WindowState } from './sliding-window';
import { createStoreTime, type StoreTime } from './store-time';
import { SpeakingError } from './words-of';

/** The state in the store as this instance last saw it. While nobody else writes, no read is needed. */
export interface BudgetRecord {
  readonly time: StoreTime;
  /** Undefined: not read yet, or known to be out of date. */
  readonly state: WindowState | undefined;
  /** Reads the state; leaves it undefined where another instance came in between. */
  refresh(): Promise<void>;
  /** Writes if nobody else has written since; false: somebody has, the state is undefined now. */
  replace(next: WindowState): Promise<boolean>;
  forget(): void;
}

/** The state was written by a later version of this app, which this one must not overwrite. */
class BudgetStateNewer extends SpeakingError {
  override readonly name = 'BudgetStateNewer';
  constructor() {
    super(
      'The shared record of Peoplevox calls was written by a newer version of the connector. This instance makes no ' +
        'calls; finish the deployment of the newer version, or delete the record to go back to this one.',
    );
  }
}

const anySchema = z.looseObject({ schemaVersion: z.number() });

function readable(raw: unknown): WindowState | undefined {
  const any = anySchema.safeParse(raw);
  if (any.success && any.data.schemaVersion > 1) throw new BudgetStateNewer();
  return windowState.safeParse(raw).data;
}

interface BudgetRecordOptions {
  readonly clock: Clock;
  readonly store: BudgetStore;
  readonly share: number;
  readonly windowMs: number;
}

export function createBudgetRecord({ clock, store, share, windowMs }: BudgetRecordOptions): BudgetRecord {
  const time = createStoreTime();
  let state: WindowState | undefined;
  let version = 0;

  async function timed<T extends false | { readonly serverTime?: number }>(
    ask: () => Promise<T>,
  ): Promise<T> {
    const askedAt = clock.now();
    const answer = await ask();
    if (answer !== false && answer.serverTime !== undefined) {
      time.observe(askedAt, clock.now(), answer.serverTime);
    }
    return answer;
  }

  async function write(next: unknown): Promise<boolean> {
    state = undefined;
    const answer = await timed(() => store.write(next, version));
    if (answer === false) return false;
    time.takeLocal();
    version = answer.version;
    return true;
  }

  async function replace(next: WindowState): Promise<boolean> {
    const told = { ...next, share };
    const written = await write(told);
    if (written) state = told;
    return written;
  }

  async function refresh(): Promise<void> {
    state = undefined;
    const answer = await timed(() => store.read());
    version = answer.version;
    const found = version === 0 ? emptyWindow : readable(answer.state);
    // A store may tell its time only when it writes, and no time in the state means anything before it is known.
    if (!time.known && !(await write(version === 0 ? emptyWindow : answer.state))) return;
    if (found === undefined) await replace(fullWindow(share, time.at(clock.now()), windowMs));
    else state = found;
  }

  return {
    time,
    get state() {
      return state;
    },
    refresh,
    replace,
    forget: () => {
      state = undefined;
    },
  };
}
