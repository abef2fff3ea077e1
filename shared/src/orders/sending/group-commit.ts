import type { Reservation } from '../../runtime/call-budget';
import type { Clock } from '../../runtime/clock';
import { SpeakingError } from '../../runtime/words-of';

/** Too many wait already: come again later. */
export class QueueFull extends SpeakingError {
  override readonly name = 'QueueFull';
  constructor() {
    super('The queue of this instance is full.');
  }
}

/** Whether a job may travel: then as `Ticket`; else its result is known already. */
export type Admission<Ticket, Result> = { readonly ticket: Ticket } | { readonly result: Result };

export interface GroupCommitOptions<Job, Ticket, Result> {
  readonly clock: Clock;
  /** How long the first job of a batch waits for company. */
  readonly windowMs: number;
  readonly maxJobs: number;
  /** Rows that a batch may carry in all; a single larger job still travels, alone. */
  readonly maxWeight: number;
  /** Jobs that may wait; more are refused with QueueFull. */
  readonly maxWaiting: number;
  readonly weigh: (job: Job) => number;
  /** Resolves when a batch may begin; until then the batch goes on collecting. */
  readonly reserve: () => Promise<Reservation>;
  /** Asked when a batch begins, for jobs and those admitted before them; whose place is free is filled by others. */
  readonly admit: (
    jobs: readonly Job[],
    admitted: readonly Ticket[],
  ) => Promise<readonly Admission<Ticket, Result>[]>;
  /** One result for each ticket, in order. A rejection is every job's rejection. */
  readonly run: (tickets: readonly Ticket[], reservation: Reservation) => Promise<readonly Result[]>;
}

interface Waiting<Job, Result> {
  readonly job: Job;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

interface Admitted<Job, Ticket, Result> {
  readonly waiting: Waiting<Job, Result>;
  readonly ticket: Ticket;
}

export interface GroupCommit<Job, Result> {
  /** Joins the batch that is forming. */
  join(job: Job): Promise<Result>;
  readonly waiting: number;
}

/**
 * Jobs that arrive together travel together: one batch at a time, which begins only when it can make all its calls
 * without waiting between them (decision 6). A job stays until its turn comes, whoever still waits for
 * it: under load full batches are what keeps the calls few.
 */
export function createGroupCommit<Job, Ticket, Result>(
  options: GroupCommitOptions<Job, Ticket, Result>,
): GroupCommit<Job, Result> {
  const queue: Waiting<Job, Result>[] = [];
  let running = false;
  let whenFull: () => void = () => undefined;

  /** The next jobs in line that still fit beside those of `weight`. */
  function take(maxJobs: number, weight: number): Waiting<Job, Result>[] {
    let count = 0;
    let total = weight;
    for (const { job } of queue.slice(0, maxJobs)) {
      total += options.weigh(job);
      if (total > options.maxWeight && (count > 0 || weight > 0)) break;
      count += 1;
    }
    return queue.splice(0, count);
  }

  async function fill(): Promise<Admitted<Job, Ticket, Result>[]> {
    const batch: Admitted<Job, Ticket, Result>[] = [];
    for (;;) {
      const weight = batch.reduce((sum, { waiting }) => sum + options.weigh(waiting.job), 0);
      const candidates = take(options.maxJobs - batch.length, weight);
      if (candidates.length === 0) return batch;
      batch.push(...(await admitted(candidates, batch)));
    }
  }

  async function admitted(
    candidates: readonly Waiting<Job, Result>[],
    batch: readonly Admitted<Job, Ticket, Result>[],
  ): Promise<Admitted<Job, Ticket, Result>[]> {
    try {
      const admissions = await options.admit(
        candidates.map(({ job }) => job),
        batch.map(({ ticket }) => ticket),
      );
      return candidates.flatMap((waiting, index) => {
        const admission = admissions[index];
        if (admission !== undefined && 'ticket' in admission) return [{ waiting, ticket: admission.ticket }];
        if (admission === undefined)
          waiting.reject(new Error('The batch neither took nor refused this order.'));
        else waiting.resolve(admission.result);
        return [];
      });
    } catch (reason) {
      candidates.forEach(({ reject }) => reject(reason));
      return [];
    }
  }

  async function runBatch(): Promise<void> {
    const reservation = await options.reserve();
    const batch = await fill();
    if (batch.length === 0) {
      await reservation.settle();
      return;
    }
    try {
      const results = await options.run(
        batch.map(({ ticket }) => ticket),
        reservation,
      );
      batch.forEach(({ waiting }, index) => {
        const result = results[index];
        if (result === undefined) waiting.reject(new Error('The batch gave no result for this order.'));
        else waiting.resolve(result);
      });
    } catch (reason) {
      batch.forEach(({ waiting }) => waiting.reject(reason));
    }
  }

  async function drain(): Promise<void> {
    running = true;
    try {
      await companyOrFull();
      while (queue.length > 0) await runBatch();
    } catch (reason) {
      // No calls can be had at all: whoever waits learns why.
      queue.splice(0).forEach(({ reject }) => reject(reason));
    } finally {
      running = false;
    }
  }

  function companyOrFull(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = options.clock.after(options.windowMs, resolve);
      whenFull = () => {
        cancel();
        resolve();
      };
    });
  }

  return {
    join: (job) =>
      new Promise((resolve, reject) => {
        if (queue.length >= options.maxWaiting) {
          reject(new QueueFull());
          return;
        }
        queue.push({ job, resolve, reject });
        if (queue.length >= options.maxJobs) whenFull();
        if (!running) void drain();
      }),
    get waiting() {
      return queue.length;
    },
  };
}
