import { Conflict, type Documents } from '../../commercetools/documents';
import type { Rules } from '../../configuration/rules';
import type { PeoplevoxClient } from '../../peoplevox/client';
import { mapColumns } from '../../peoplevox/templates';
import type { CallBudget, Reservation } from '../../runtime/call-budget';
import type { Log } from '../../runtime/log';
import type { World } from '../../runtime/world';
import { CALL_TIMEOUT_MS, createCalls, type Calls } from './calls';
import { columns, templates, type Template } from '../composition/columns';
import { createGroupCommit, type GroupCommit } from './group-commit';
import { writeLedger, type LedgerEntry, type StoredEntry } from '../ledger';
import type { Label } from './look';
import { sendBatch } from './send-batch';
import type { Outcomes, SendJob } from './send-job';

/** An order ready to be sent: `claimed` is its ledger entry as it must stand before the first row leaves. */
export interface BatchJob extends SendJob {
  readonly claimed: LedgerEntry;
  /** Version of the ledger document that `claimed` was computed from; 0: none. */
  readonly ledgerVersion: number;
  readonly rules: Rules;
}

export type BatchResult =
  | { readonly kind: 'sent'; readonly outcomes: Outcomes; readonly stored: StoredEntry }
  /** Nothing was sent: Peoplevox could not be asked, or (without `stored`) the claim could not be written. */
  | { readonly kind: 'failed'; readonly error: unknown; readonly stored?: StoredEntry }
  /** Another instance wrote the ledger first: decide again. */
  | { readonly kind: 'conflict' };

export interface BatchDependencies {
  readonly client: PeoplevoxClient;
  readonly budget: CallBudget;
  readonly documents: Documents;
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

/** A claimed order on its way. */
interface Ticket {
  readonly job: BatchJob;
  readonly stored: StoredEntry;
  /** When its claim was begun, by this process's clock. */
  readonly claimedAt: number;
}

export function createBatches(dependencies: BatchDependencies): GroupCommit<BatchJob, BatchResult> {
  const { budget, world, client, documents } = dependencies;
  let latest: Rules | undefined;
  const commit = createGroupCommit<BatchJob, Ticket, BatchResult>({
    clock: world.clock,
    windowMs: WINDOW_MS,
    maxJobs: MAX_ORDERS,
    maxWeight: MAX_LINES,
    maxWaiting: MAX_WAITING,
    weigh: ({ wanted }) => wanted.reduce((lines, salesOrder) => lines + salesOrder.lines.length, 0),
    reserve: async () => {
      // Templates are read before calls are reserved, for they may need calls themselves.
      if (latest !== undefined) await readLabels(client, latest);
      const calls = CALLS_OF_A_BATCH[latest?.orderExport.completeBy ?? 'action'];
      return budget.reserve(Math.min(calls, budget.share));
    },
    admit: (jobs, admitted) => {
      const claimedAt = world.clock.now();
      const before = admitted.map(({ job }) => job);
      return Promise.all(
        jobs.map(async (job, index) => {
          const claimed = await claim(job, [...before, ...jobs.slice(0, index)], documents);
          return claimed.kind === 'claimed'
            ? { ticket: { job, stored: claimed.stored, claimedAt } }
            : { result: claimed };
        }),
      );
    },
    run: (tickets, reservation) => runBatch(tickets, reservation, dependencies),
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
      const labels = await readLabels(client, rules, calls);
      const jobs = tickets.map(({ job }) => job);
      return sendBatch(jobs, {
        client,
        calls,
        labels,
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
  const taken = new Set(earlier.flatMap(({ wanted }) => wanted.map(({ number }) => number)));
  return job.wanted.some(({ number }) => taken.has(number));
}

async function claim(job: BatchJob, earlier: readonly BatchJob[], documents: Documents): Promise<Claim> {
  if (isRival(job, earlier)) return { kind: 'conflict' };
  try {
    const stored = await writeLedger(documents, job.orderId, job.claimed, job.ledgerVersion);
    return { kind: 'claimed', stored };
  } catch (error) {
    return error instanceof Conflict ? { kind: 'conflict' } : { kind: 'failed', error };
  }
}

/** The tenant's names of our columns, from its templates (cached by the client). */
export async function readLabels(
  client: PeoplevoxClient,
  rules: Rules,
  calls?: Calls,
): Promise<(template: Template) => Label> {
  const mapped = new Map<Template, ReadonlyMap<string, string>>();
  for (const template of templates) {
    const ours = [
      ...columns.filter((column) => column.template === template).map(({ name }) => name),
      ...(template === 'Sales orders' ? Object.keys(rules.orderAttributes) : []),
      ...(template === 'Sales order items' ? Object.keys(rules.lineAttributes) : []),
    ];
    const tenants = await client.getSaveTemplate(template, calls && (await calls.next()));
    mapped.set(template, mapColumns(ours, tenants, rules.columnNames[template]).names);
  }
  return (template) => (ourName) => mapped.get(template)?.get(ourName);
}
