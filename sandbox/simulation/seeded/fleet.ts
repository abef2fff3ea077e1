import { Worker } from 'node:worker_threads';
import type { SeedReport, Work } from './slice';

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

/** Plays what the simulation found once; resolves when all is through. */
export async function playRecorded({
  bundle,
  onReport,
}: Pick<FleetOptions, 'bundle' | 'onReport'>): Promise<void> {
  await ended(worker(bundle, { recorded: true }), onReport);
}

/** Plays seeds on several threads; resolves when all are through, rejects when one breaks down. */
export async function playSeeds(options: FleetOptions): Promise<void> {
  const { bundle, first, seeds, untilFirst = false, minimise = false, onReport } = options;
  const step = Math.min(options.threads, seeds);
  const workers = Array.from({ length: step }, (_, index) =>
    worker(bundle, { first: first + index, end: first + seeds, step, untilFirst, minimise }),
  );
  try {
    await Promise.all(workers.map((one) => ended(one, onReport)));
  } finally {
    await Promise.all(workers.map((one) => one.terminate()));
  }
}

const NOTHING: Work = { first: 1, end: 1, step: 1, untilFirst: false, recorded: false, minimise: false };

function worker(bundle: string, work: Partial<Work>): Worker {
  return new Worker(bundle, { workerData: { ...NOTHING, ...work } });
}

function ended(one: Worker, onReport: (report: SeedReport) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    one.on('message', onReport);
    one.on('error', reject);
    one.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`A worker of the simulation ended with code ${code}.`));
    });
  });
}
