import { Conflict, type Documents } from '../../commercetools/documents';
import type { ServerClock } from '../../commercetools/server-clock';
import type { Rules } from '../../configuration/rules';
import type { PeoplevoxClient } from '../../peoplevox/client';
import type { CallBudget, Reservation } from '../../runtime/call-budget';
import type { Log } from '../../runtime/log';
import type { World } from '../../runtime/world';
import { CALL_TIMEOUT_MS, createCalls } from './calls';
import { canonicalNumber } from '../composition/numbers';
import { NotYet } from '../not-yet';
import { createGroupCommit, type Admission, type GroupCommit } from './group-commit';
import { writeLedger, type LedgerEntry, type StoredEntry } from '../ledger';
import { readLabels } from './labels';
import { createNumberClaims, type NumberClaims } from './number-claims';
import { sendBatch } from './send-batch';
import type { Outcomes, SendJob } from './send-job';

/** An order ready to be sent: `claimed` is its ledger entry as it must stand before the first row leaves. */
export interface BatchJob extends SendJob {
  readonly claimed: LedgerEntry;
  /** Version of the ledger document that `claimed` was computed from; 0: none. */
  readonly ledgerVersion: number;
  readonly rules: Rules;
  /**
   * Whether the order is still as it was read. Asked once the claim stands: whoever reads the order and then the ledger
   * sees either the claim, or an order that is not sent as it was before.
   */
  readonly isCurrent: () => Promise<boolean>;
}

export type BatchResult =
  | { readonly kind: 'sent'; readonly outcomes: Outcomes; readonly stored: StoredEntry }
  /** Nothing was sent: Peoplevox could not be asked, or (without `stored`) the claim could not be written. */
  | { readonly kind: 'failed'; readonly error: unknown; readonly stored?: StoredEntry }
  /** Another instance wrote the ledger first: decide again. */
  | { readonly kind: 'conflict' };

interface BatchDependencies {
  readonly client: PeoplevoxClient;
  readonly budget: CallBudget;
  readonly documents: Documents;
  readonly serverClock: ServerClock;
  readonly world: World;
  readonly log: Log;
}

const WINDOW_MS = 100;
const MAX_ORDERS = 100;
const MAX_LINES = 500;
/** Composed orders of a few kilobytes each. */
const MAX_WAITING = 2_000;
/** Look, customers, headers, lines; and taking the hold away. */
const CALLS_OF_A_BATCH = { action: 4, onHold: 5 };

/**
 * A claim keeps other instances off an order while its rows may be on their way. Nothing is sent in the last part of
 * it, so that no row of ours can arrive after somebody else took over.
 */
export const CLAIM_MS = 75_000;
const SEND_WITHIN_MS = CLAIM_MS - 2 * CALL_TIMEOUT_MS;

const CHANGED_MEANWHILE = new Conflict('The order was changed while it waited to be sent: decide again.');

/** A claimed order on its way. */
interface Ticket {
  readonly job: BatchJob;
  readonly stored: StoredEntry;
  /** When its claim was begun, by this process's clock. */
  readonly claimedAt: number;
}

/**
 * Its lines, four times as many for each attempt in a row that Peoplevox did not answer: one that breaks every batch comes
 * to travel alone after a few, and those that only travelled with it are through before.
 */
function weightOf({ wanted, claimed: { unconfirmed = 0 } }: BatchJob): number {
  const lines = wanted.reduce((sum, salesOrder) => sum + salesOrder.lines.length, 0);
  return lines * 4 ** unconfirmed;
}

export function createBatches(dependencies: BatchDependencies): GroupCommit<BatchJob, BatchResult> {
  const { budget, world, client, documents } = dependencies;
  const numbers = createNumberClaims(dependencies);
  let latest: Rules | undefined;
  const commit = createGroupCommit<BatchJob, Ticket, BatchResult>({
    clock: world.clock,
    windowMs: WINDOW_MS,
    maxJobs: MAX_ORDERS,
    maxWeight: MAX_LINES,
    maxWaiting: MAX_WAITING,
    weigh: weightOf,
    reserve: async () => {
      // Templates are read before calls are reserved, for they may need calls themselves.
      if (latest !== undefined) await readLabels(client, latest);
      const calls = CALLS_OF_A_BATCH[latest?.orderExport.completeBy ?? 'action'];
      return budget.reserve(Math.min(calls, budget.share));
    },
    admit: async (jobs, admitted) => {
      const claimedAt = world.clock.now();
      const before = admitted.map(({ job }) => job);
      const claims = await Promise.all(
        jobs.map((job, index) => claim(job, [...before, ...jobs.slice(0, index)], documents)),
      );
      const refusal = await claimNumbers(jobs, claims, numbers);
      return jobs.map((job, index): Admission<Ticket, BatchResult> => {
        const claimed = claims[index];
        if (claimed?.kind !== 'claimed') return { result: claimed ?? { kind: 'conflict' } };
        const { stored } = claimed;
        const error = refusal(job.orderId);
        return error === undefined
          ? { ticket: { job, stored, claimedAt } }
          : { result: { kind: 'failed', error, stored } };
      });
    },
    run: async (tickets, reservation) => {
      const results = await runBatch(tickets, reservation, dependencies);
      const over = tickets.filter(({ job }, index) => isOver(job, results[index]));
      numbers.release(over.map(({ job }) => job.orderId));
      return results;
    },
  });
  return {
    join(job) {
      latest = job.rules;
      return commit.join(job);
    },
    get waiting() {
      return commit.waiting;
    },
  };
}

async function runBatch(
  tickets: readonly Ticket[],
  reservation: Reservation,
  { budget, client, world, log }: BatchDependencies,
): Promise<readonly BatchResult[]> {
  const calls = createCalls(budget, reservation);
  const sendUntil = Math.min(...tickets.map(({ claimedAt }) => claimedAt)) + SEND_WITHIN_MS;
  try {
    const attempt = await outcomeOf(async () => {
      const rules = tickets.at(-1)?.job.rules;
      if (rules === undefined) return new Map();
      const tenant = await readLabels(client, rules, calls);
      const jobs = tickets.map(({ job }) => job);
      return sendBatch(jobs, {
        client,
        calls,
        ...tenant,
        rules: rules.orderExport,
        clock: world.clock,
        sendUntil,
      });
    });
    return tickets.map(({ stored }): BatchResult => ({ ...attempt, stored }));
  } finally {
    calls.settle().catch((error: unknown) => {
      log.warn('Calls to Peoplevox could not be given back; they count until their time is over.', {
        cause: error instanceof Error ? error.name : 'unknown',
      });
    });
  }
}

async function outcomeOf(send: () => Promise<Outcomes>) {
  try {
    return { kind: 'sent', outcomes: await send() } as const;
  } catch (error) {
    return { kind: 'failed', error } as const;
  }
}

type Claim =
  | { readonly kind: 'claimed'; readonly stored: StoredEntry }
  | Extract<BatchResult, { kind: 'failed' | 'conflict' }>;

/** Of two orders with one number (`A` split in two, and `A-2`) the later waits, to find the earlier in Peoplevox. */
function isRival(job: BatchJob, earlier: readonly BatchJob[]): boolean {
  const taken = new Set(earlier.flatMap(({ wanted }) => wanted.map(({ number }) => canonicalNumber(number))));
  return job.wanted.some(({ number }) => taken.has(canonicalNumber(number)));
}

/** Why an order whose ledger is claimed may not be sent now, by its id. */
async function claimNumbers(
  jobs: readonly BatchJob[],
  claims: readonly Claim[],
  numbers: NumberClaims,
): Promise<(orderId: string) => unknown> {
  const claimants = jobs
    .filter((_, index) => claims[index]?.kind === 'claimed')
    .map(({ orderId, wanted, confirmed }) => ({
      orderId,
      numbers: wanted.map(({ number }) => number).filter((number) => !confirmed.includes(number)),
    }));
  try {
    const waiting = await numbers.claim(claimants);
    const because = new NotYet('Another order is being sent under the same sales order number.');
    return (orderId) => (waiting.has(orderId) ? because : undefined);
  } catch (error) {
    return () => error;
  }
}

/** Whether nothing of an order is on its way any more. */
function isOver({ wanted }: BatchJob, result: BatchResult | undefined): boolean {
  if (result?.kind !== 'sent') return true;
  return wanted.every(({ number }) => result.outcomes.get(number)?.kind !== 'unknown');
}

async function claim(job: BatchJob, earlier: readonly BatchJob[], documents: Documents): Promise<Claim> {
  if (isRival(job, earlier)) return { kind: 'conflict' };
  try {
    const stored = await writeLedger(documents, job.orderId, job.claimed, job.ledgerVersion);
    const error = await changeOf(job);
    return error === undefined ? { kind: 'claimed', stored } : { kind: 'failed', error, stored };
  } catch (error) {
    return error instanceof Conflict ? { kind: 'conflict' } : { kind: 'failed', error };
  }
}

/** Why the order cannot be sent as it was read; undefined: it is as it was. */
async function changeOf({ isCurrent }: BatchJob): Promise<unknown> {
  try {
    return (await isCurrent()) ? undefined : CHANGED_MEANWHILE;
  } catch (error) {
    return error;
  }
}
