import type { ByProjectKeyRequestBuilder } from '@commercetools/platform-sdk';
import type { Documents } from '../commercetools/documents';
import { withLease, type Lease } from '../commercetools/lease';
import type { ServerClock } from '../commercetools/server-clock';
import type { Rules } from '../configuration/rules';
import type { ExceptionStore } from '../exceptions/exception';
import type { OutageWatch } from '../exceptions/outage';
import { inFlight } from '../runtime/in-flight';
import type { PeoplevoxClient } from '../peoplevox/client';
import { PeoplevoxError } from '../peoplevox/errors';
import type { Log } from '../runtime/log';
import { wordsOf } from '../runtime/words-of';
import type { World } from '../runtime/world';
import { openSession } from './open-session';
import { keepLease } from '../commercetools/keep-lease';
import { keepSummaries, type RunSummary } from './run-log';
import type { Session } from './session';
import { tellFailure, tellSites, tellStaleness } from './telling';
import { runTick } from './tick';
import type { UnitsUnderWay } from './units-under-way';

export interface StockImportParts {
  readonly api: ByProjectKeyRequestBuilder;
  readonly documents: Documents;
  readonly exceptions: ExceptionStore;
  readonly outage: OutageWatch;
  readonly rules: () => Promise<Rules>;
  readonly client: PeoplevoxClient;
  readonly unitsUnderWay: UnitsUnderWay;
  readonly serverClock: ServerClock;
  /** Whether orders wait for calls to Peoplevox; full comparisons wait with them. */
  readonly ordersWait: () => Promise<boolean>;
  readonly world: Pick<World, 'clock' | 'random'>;
  readonly log: Log;
  /** IANA zone of the dates that Peoplevox reads and prints. */
  readonly timeZone: string;
  /** Who works, for people who look at the lease. */
  readonly holder: string;
  /** Requests to commercetools at a time. */
  readonly cap?: number;
  /** When a tick stops and leaves the rest to the next one; 24 minutes if not given. */
  readonly tickMs?: number;
}

/** `busy`: another tick is at work. `off`: by rule. `failed`: nothing is lost, the next tick goes on. */
export interface TickResult {
  readonly outcome: 'done' | 'busy' | 'off' | 'failed';
  readonly runs: readonly RunSummary[];
  readonly reason?: string;
}

export interface StockImport {
  /** One tick of the schedule. Any number of them may be asked for at once; one works. */
  tick(): Promise<TickResult>;
}

/** Below a minute, so that the next tick goes on where a process was killed. */
const LEASE = { container: 'peoplevox-connector', key: 'stock-lease', ttlMs: 45_000 };
const RENEW_MS = 15_000;
const CAP = 20;
/** Connect ends a job after 30 minutes (facts/commercetools §2). */
const TICK_MS = 24 * 60_000;

export function createStockImport(parts: StockImportParts): StockImport {
  const { documents, world, holder, log } = parts;
  const terms = { cap: CAP, tickMs: TICK_MS, ...parts };

  async function work(rules: Rules, lease: Lease): Promise<TickResult> {
    const runs: RunSummary[] = [];
    const session = await openSession(terms, rules, lease);
    const note = (summary: RunSummary) => {
      runs.push(summary);
      log.info('Stock run.', { ...summary });
    };
    try {
      await runTick(session, { end: world.clock.now() + terms.tickMs, note, rules: parts.rules });
      await parts.outage.succeeded();
      const stopped = stoppedRun(session);
      return { outcome: 'done', runs, ...(stopped && { reason: `Run ${stopped} waits for a person.` }) };
    } catch (error) {
      if (error instanceof PeoplevoxError) await parts.outage.failed(error.kind);
      await tellFailure(parts.exceptions, error);
      const reason = wordsOf(error);
      log.error('The stock import could not go on; the next run takes it up.', { reason });
      return { outcome: 'failed', runs, reason };
    } finally {
      const closing = [
        () => keepSummaries(documents, world, runs),
        () => tellSites(session),
        () => tellStaleness(session),
      ];
      await inFlight(closing, terms.cap, (close) => close());
    }
  }

  async function leased(rules: Rules): Promise<TickResult> {
    const result = await withLease(documents, world, { ...LEASE, holder }, async (lease) => {
      const stop = keepLease(world.clock, lease, RENEW_MS);
      try {
        return await work(rules, lease);
      } finally {
        await stop();
      }
    });
    return result === 'busy' ? { outcome: 'busy', runs: [] } : result;
  }

  return {
    tick: async () => {
      try {
        const rules = await parts.rules();
        return rules.mode.stock === 'off' ? { outcome: 'off', runs: [] } : await leased(rules);
      } catch (error) {
        const reason = wordsOf(error);
        log.error('The stock import failed.', { reason });
        return { outcome: 'failed', runs: [], reason };
      }
    },
  };
}

function stoppedRun({ full, state }: Session): string | undefined {
  return full?.phase === 'stopped' ? full.run : state.stopped?.run;
}
