import type { Reservation } from '../runtime/call-budget';
import type { Cancel, Clock } from '../runtime/clock';

/** The job left the queue before its batch began: nothing of it was sent. */
export class Withdrawn extends Error {
  override readonly name = 'Withdrawn';
  constructor() {
    super('Taken out of the queue before its batch began.');
  }
}

export interface GroupCommitOptions<Job, Result> {
  readonly clock: Clock;
  /** How long the first job of a batch waits for company. */
  readonly windowMs: number;
  readonly maxJobs: number;
  /** Rows that a batch may carry in all; a single larger job still travels, alone. */
  readonly maxWeight: number;
  readonly weigh: (job: Job) => number;
  /** Resolves when a batch may begin; until then the batch goes on collecting. */
  readonly reserve: (signal: AbortSignal) => Promise<Reservation>;
  /** One result for each job, in order; settles the reservation. A rejection is every job's rejection. */
  readonly run: (jobs: readonly Job[], reservation: Reservation) => Promise<readonly Result[]>;
}

interface Waiting<Job, Result> {
  readonly job: Job;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

export interface GroupCommit<Job, Result> {
  /** Joins the batch that is forming. An aborted signal takes the job out again, unless its batch has begun. */
  join(job: Job, signal?: AbortSignal): Promise<Result>;
  readonly waiting: number;
}

/**
 * Jobs that arrive together travel together: one batch at a time, which begins only when it can make all its calls
 * without waiting between them (design §3, "Group commit").
 */
export function createGroupCommit<Job, Result>(
  options: GroupCommitOptions<Job, Result>,
): GroupCommit<Job, Result> {
  const queue: Waiting<Job, Result>[] = [];
  let running = false;
  let whenFull: () => void = () => undefined;
  let giveUp = new AbortController();

  function takeBatch(): Waiting<Job, Result>[] {
    let count = 0;
    let weight = 0;
    for (const { job } of queue.slice(0, options.maxJobs)) {
      weight += options.weigh(job);
      if (count > 0 && weight > options.maxWeight) break;
      count += 1;
    }
    return queue.splice(0, count);
  }

  /** Undefined when everybody left while the batch waited for its calls. */
  async function reserveUnlessDeserted(): Promise<Reservation | undefined> {
    giveUp = new AbortController();
    const { signal } = giveUp;
    try {
      return await options.reserve(signal);
    } catch (reason) {
      if (signal.aborted) return undefined;
      throw reason;
    }
  }

  async function runBatch(): Promise<void> {
    const reservation = await reserveUnlessDeserted();
    if (reservation === undefined) return;
    const batch = takeBatch();
    if (batch.length === 0) {
      await reservation.settle();
      return;
    }
    try {
      const results = await options.run(
        batch.map(({ job }) => job),
        reservation,
      );
      batch.forEach(({ resolve, reject }, index) => {
        const result = results[index];
        if (result === undefined) reject(new Error('The batch gave no result for this order.'));
        else resolve(result);
      });
    } catch (reason) {
      batch.forEach(({ reject }) => reject(reason));
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
      const cancel: Cancel = options.clock.after(options.windowMs, resolve);
      whenFull = () => {
        cancel();
        resolve();
      };
    });
  }

  function join(job: Job, signal?: AbortSignal): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(new Withdrawn());
        return;
      }
      const waiting = { job, resolve, reject };
      queue.push(waiting);
      signal?.addEventListener('abort', () => {
        const place = queue.indexOf(waiting);
        if (place < 0) return;
        queue.splice(place, 1);
        reject(new Withdrawn());
        if (queue.length === 0) giveUp.abort(new Withdrawn());
      });
      if (queue.length >= options.maxJobs) whenFull();
      if (!running) void drain();
    });
  }

  return {
    join,
    get waiting() {
      return queue.length;
    },
  };
}
