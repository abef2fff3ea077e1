import { Worker } from 'node:worker_threads';
import type { SeedReport } from './slice';

interface FleetOptions {
  /** The bundled worker (see bundle.ts). */
  readonly bundle: string;
  readonly threads: number;
  readonly first: number;
  readonly seeds: number;
  /** Each thread ends with its first violation. */
  readonly untilFirst?: boolean;
  readonly minimise?: boolean;
  readonly onReport: (report: SeedReport) => void;
}

/** Plays seeds on several threads; resolves when all are through, rejects when one breaks down. */
export async function playSeeds(options: FleetOptions): Promise<void> {
  const { bundle, first, seeds, untilFirst = false, minimise = false, onReport } = options;
  const step = Math.min(options.threads, seeds);
  const workers = Array.from(
    { length: step },
    (_, index) =>
      new Worker(bundle, {
        workerData: { first: first + index, end: first + seeds, step, untilFirst, minimise },
      }),
  );
  try {
    await Promise.all(workers.map((worker) => ended(worker, onReport)));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function ended(worker: Worker, onReport: (report: SeedReport) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', onReport);
    worker.on('error', reject);
    worker.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`A worker of the simulation ended with code ${code}.`));
    });
  });
}
