import {
  CommercetoolsError,
  keepLease,
  keepRuns,
  withLease,
  type Documents,
  type Lease,
  type ServerClock,
} from 'peoplevox-connector-shared/commercetools';
import type { Rules } from 'peoplevox-connector-shared/configuration';
import type { Notified, OutageWatch } from 'peoplevox-connector-shared/exceptions';
import { PeoplevoxError } from 'peoplevox-connector-shared/peoplevox';
import { runName, wordsOf, type Log, type World } from 'peoplevox-connector-shared/runtime';
import { concernsAll } from './failure';
import { nothing, type Pass, type Sweep, type Tally } from './sweep';

const RUNS_KEY = 'reconciliation-runs';

/** What one sweep came upon in one run. `skipped`: Peoplevox could not be asked, or the time was over. */
export interface SweepReport extends Tally {
  readonly sweep: string;
  readonly outcome: 'done' | 'continues' | 'failed' | 'skipped';
  readonly seconds: number;
  readonly reason?: string;
  readonly details?: Readonly<Record<string, number>>;
}

/** What one run left behind: in the answer, the log, and the last 100 in `peoplevox-connector` / `reconciliation-runs`. */
export interface RunReport extends Tally {
  readonly run: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly seconds: number;
  /** `failed`: one sweep at least could not be made; the others were. */
  readonly outcome: 'done' | 'continues' | 'failed';
  readonly sweeps: readonly SweepReport[];
  /** Who was told of exceptions. */
  readonly told: Notified;
}

/** `busy`: another run is at work. `off`: not installed. `failed`: nothing was done, the next run takes it up. */
export type TickResult =
  | { readonly outcome: 'ran'; readonly report: RunReport }
  | { readonly outcome: 'busy' }
  | { readonly outcome: 'off' | 'failed'; readonly reason: string };

export interface Reconciliation {
  /** One run of the schedule. Any number of them may be asked for at once; one works. */
  tick(): Promise<TickResult>;
}

interface ReconciliationParts {
  readonly documents: Documents;
  readonly rules: () => Promise<Rules>;
  readonly channel: () => Promise<{ readonly id: string; readonly createdAt: string }>;
  readonly serverClock: ServerClock;
  readonly outage: OutageWatch;
  /** In the order of their precedence. */
  readonly sweeps: readonly Sweep[];
  /** Tells people of what stands open; called at the end of each run, whatever the sweeps came to. */
  readonly tellPeople: (pass: Pass) => Promise<Notified>;
  readonly onReport: (report: RunReport) => void;
  /** Leaves the sign by which inventory-import sees that this application lives. */
  readonly showLife: () => Promise<void>;
  readonly world: Pick<World, 'clock' | 'random'>;
  readonly log: Log;
  /** Who works, for people who look at the lease. */
  readonly holder: string;
  /** When a run stops and leaves the rest to the next one; 20 minutes if not given. */
  readonly tickMs?: number;
}

type SweepOutcome = Omit<SweepReport, 'sweep' | 'seconds'>;

const LEASE = { container: 'peoplevox-connector', key: 'reconciliation-lease', ttlMs: 90_000 };
const RENEW_MS = 30_000;
/** Connect ends a job after 30 minutes (facts/commercetools §2). */
const TICK_MS = 20 * 60_000;

export function createReconciliation(parts: ReconciliationParts): Reconciliation {
  const { documents, world, log, holder, tickMs = TICK_MS } = parts;
  const { clock } = world;

  async function sweepOnce(sweep: Sweep, pass: Pass): Promise<SweepOutcome> {
    try {
      pass.lease.assertHeld();
      const result = await sweep.run(pass);
      if (sweep.asksPeoplevox) await parts.outage.succeeded();
      return result;
    } catch (error) {
      const isPeoplevoxAway = error instanceof PeoplevoxError && concernsAll(error);
      if (error instanceof PeoplevoxError) await parts.outage.failed(error.kind);
      const reason = wordsOf(error);
      log.error('A sweep could not go on; the next run takes it up.', { sweep: sweep.name, reason });
      return { ...nothing, outcome: isPeoplevoxAway ? 'skipped' : 'failed', reason };
    }
  }

  /** Each by the rules that are in force when it begins: what people switch off is not begun. */
  async function sweepAll(passNow: () => Promise<Pass>): Promise<SweepReport[]> {
    const reports: SweepReport[] = [];
    let isPeoplevoxAway = false;
    for (const sweep of parts.sweeps) {
      const pass = await passNow();
      if (!sweep.isOn(pass.rules)) continue;
      const startedAt = clock.now();
      if (pass.isOver() || (isPeoplevoxAway && sweep.asksPeoplevox)) {
        reports.push({ ...nothing, sweep: sweep.name, outcome: 'skipped', seconds: 0 });
        continue;
      }
      const result = await sweepOnce(sweep, pass);
      isPeoplevoxAway ||= result.outcome === 'skipped' && sweep.asksPeoplevox;
      reports.push({ ...result, sweep: sweep.name, seconds: (clock.now() - startedAt) / 1000 });
    }
    return reports;
  }

  async function run(lease: Lease): Promise<TickResult> {
    const [channel, serverTime] = await Promise.all([parts.channel(), parts.serverClock()]);
    const offset = serverTime - clock.now();
    const end = clock.now() + tickMs;
    const startedAt = clock.now();
    const passNow = async (): Promise<Pass> => {
      const rules = await parts.rules();
      return {
        rules,
        notBefore: rules.orderExport.notBefore ?? channel.createdAt,
        channelId: channel.id,
        lease,
        now: () => clock.now() + offset,
        isOver: () => clock.now() >= end,
      };
    };
    const sweeps = await sweepAll(passNow);
    const told = await parts.tellPeople(await passNow());
    const report: RunReport = {
      run: runName(serverTime, world.random),
      startedAt: new Date(serverTime).toISOString(),
      seconds: (clock.now() - startedAt) / 1000,
      outcome: outcomeOf(sweeps),
      ...totals(sweeps),
      sweeps,
      told,
    };
    logReport(report);
    parts.onReport(report);
    await keepRuns(documents, world, RUNS_KEY, [report]);
    await parts.showLife();
    return { outcome: 'ran', report };
  }

  function logReport({ sweeps, told, ...figures }: RunReport): void {
    for (const { details, ...sweep } of sweeps)
      log.info('Sweep.', { run: figures.run, ...details, ...sweep });
    log.info('Reconciliation.', {
      ...figures,
      told: Object.entries(told).map(([owner, what]) => `${owner}: ${what}`),
    });
  }

  async function leased(): Promise<TickResult> {
    const result = await withLease(documents, world, { ...LEASE, holder }, async (lease) => {
      const stop = keepLease(clock, lease, RENEW_MS);
      try {
        return await run(lease);
      } finally {
        await stop();
      }
    });
    return result === 'busy' ? { outcome: 'busy' } : result;
  }

  async function isInstalled(): Promise<boolean> {
    try {
      await parts.channel();
      return true;
    } catch (error) {
      if (error instanceof CommercetoolsError && error.statusCode === 404) return false;
      throw error;
    }
  }

  return {
    tick: async () => {
      try {
        // The Channel comes after the first rules document, in which nothing is written yet.
        if (await isInstalled()) return await leased();
        return { outcome: 'off', reason: 'The connector is not installed yet.' };
      } catch (error) {
        const reason = wordsOf(error);
        log.error('Reconciliation failed.', { reason });
        return { outcome: 'failed', reason };
      }
    },
  };
}

function outcomeOf(sweeps: readonly SweepReport[]): RunReport['outcome'] {
  const outcomes = new Set(sweeps.map(({ outcome }) => outcome));
  if (outcomes.has('failed') || outcomes.has('skipped')) return 'failed';
  return outcomes.has('continues') ? 'continues' : 'done';
}

function totals(sweeps: readonly Tally[]): Tally {
  const sum = (of: (tally: Tally) => number) => sweeps.reduce((total, tally) => total + of(tally), 0);
  return {
    found: sum(({ found }) => found),
    repaired: sum(({ repaired }) => repaired),
    explained: sum(({ explained }) => explained),
    open: sum(({ open }) => open),
  };
}
