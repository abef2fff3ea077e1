import { Conflict, type Documents, type Stored } from 'peoplevox-connector-shared/commercetools';
import type { ExceptionStore, Finding } from 'peoplevox-connector-shared/exceptions';
import type { Clock, Log, LogFacts, World } from 'peoplevox-connector-shared/runtime';

/** A clock that stands until it is moved. */
interface ManualClock extends Clock {
  /** Runs what is due on the way, and what follows from it. */
  advance(ms: number): Promise<void>;
}

const TURNS = 200;

/** Lets promises go on that wait for nothing but their turn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await Promise.resolve();
}

export function createManualClock(startMs = Date.parse('2026-04-01T10:00:00Z')): ManualClock {
  let now = startMs;
  const timers = new Set<{ readonly due: number; readonly run: () => void }>();
  return {
    now: () => now,
    after: (delayMs, run) => {
      const timer = { due: now + delayMs, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance: async (ms) => {
      const end = now + ms;
      await settle();
      for (;;) {
        const [next] = [...timers].filter(({ due }) => due <= end).sort((one, other) => one.due - other.due);
        if (next === undefined) break;
        timers.delete(next);
        now = next.due;
        next.run();
        await settle();
      }
      now = end;
    },
  };
}

export function createWorld(clock: Clock): World {
  return { clock, random: () => 0.5, fetch: () => Promise.reject(new Error('Nothing is fetched here.')) };
}

interface LogLine {
  readonly level: keyof Log;
  readonly message: string;
  readonly facts: LogFacts | undefined;
}

export function createLogBook(): { readonly log: Log; readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: keyof Log) => (message: string, facts?: LogFacts) =>
    void lines.push({ level, message, facts });
  return { log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }, lines };
}

/** Remembers what was raised and resolved; `failure` says whether the store is away. */
export function createExceptionBook() {
  const raised: Finding[] = [];
  const resolved: string[] = [];
  const book = { raised, resolved, failure: undefined as Error | undefined };
  const unlessAway = async (write: () => void) => {
    if (book.failure !== undefined) throw book.failure;
    write();
  };
  const exceptions: ExceptionStore = {
    raise: (finding) => unlessAway(() => raised.push(finding)),
    resolve: (code) => unlessAway(() => resolved.push(code)),
    forget: () => unlessAway(() => undefined),
  };
  return Object.assign(book, { exceptions });
}

/** Custom Objects in memory, dated by `clock`. */
export function createDocumentShelf(clock: Clock): Documents {
  const shelf = new Map<string, { readonly json: string; readonly version: number; readonly at: number }>();
  const stored = <T>(container: string, key: string): Stored<T> | undefined => {
    const kept = shelf.get(`${container}/${key}`);
    return (
      kept && {
        container,
        key,
        value: JSON.parse(kept.json) as T,
        version: kept.version,
        lastModifiedAt: kept.at,
      }
    );
  };
  const check = (container: string, key: string, version: number) => {
    if ((stored(container, key)?.version ?? 0) !== version)
      throw new Conflict(`${container}/${key} was changed.`);
  };
  return {
    read: async <T>(container: string, key: string) => stored<T>(container, key),
    write: async <T>(container: string, key: string, value: T, version: number) => {
      check(container, key, version);
      shelf.set(`${container}/${key}`, {
        json: JSON.stringify(value),
        version: version + 1,
        at: clock.now(),
      });
      return { container, key, value, version: version + 1, lastModifiedAt: clock.now() };
    },
    remove: async (container, key, version) => {
      check(container, key, version);
      return shelf.delete(`${container}/${key}`);
    },
    async *list() {
      // Nobody lists here.
    },
  };
}
