import * as z from 'zod';
import { uuid, type World } from '../runtime/world';
import { SpeakingError } from '../runtime/words-of';
import { Conflict, type Documents, type Stored } from './documents';

interface LeaseTerms {
  readonly container: string;
  readonly key: string;
  /** Who it is, for people who look at the document: app and instance. */
  readonly holder: string;
  /** Longest time that the lease outlives its last renewal, milliseconds. */
  readonly ttlMs: number;
}

/** The exclusive right to do the work, until it expires. */
export interface Lease {
  /** Starts the time anew; rejects with LeaseLost once another run has taken the lease over. */
  renew(): Promise<void>;
  /** Throws LeaseLost when the lease may have passed to another run: nothing may be written any more. */
  assertHeld(): void;
}

export class LeaseLost extends SpeakingError {
  override readonly name = 'LeaseLost';
  constructor({ container, key }: LeaseTerms) {
    super(
      `The lease ${container}/${key} expired and may be held by another run; this run must stop writing.`,
    );
  }
}

/**
 * Runs `work` while no other run holds the lease; 'busy' without running it when one does. Afterwards the lease is
 * free at once; after a crash, `ttlMs` later.
 *
 * No two clocks are compared. A taker measures the age of the lease on commercetools' clock alone; a holder counts from
 * the moment before it sent its last renewal, which commercetools dates later: it stops before any taker starts.
 * @throws LeaseLost if the lease passed to another run before `work` ended, unless `work` itself rejects.
 */
export async function withLease<T>(
  documents: Documents,
  world: Pick<World, 'clock' | 'random'>,
  terms: LeaseTerms,
  work: (lease: Lease) => Promise<T>,
): Promise<T | 'busy'> {
  const run = createRun(documents, world, terms);
  if (!(await run.acquire())) return 'busy';
  let result: T;
  try {
    result = await work(run);
  } catch (error) {
    await run.release().catch(() => undefined);
    throw error;
  }
  await run.release().catch((error: unknown) => {
    // A lease that cannot be given back expires by itself; only a lost one casts doubt on the work.
    if (error instanceof LeaseLost) throw error;
  });
  return result;
}

const leaseSchema = z.object({
  schemaVersion: z.literal(1),
  holder: z.string(),
  /** Tells this run from others of the same holder. */
  run: z.string(),
  /** 0: given back. */
  ttlMs: z.number().min(0),
});
type LeaseDocument = z.output<typeof leaseSchema>;

interface Run extends Lease {
  acquire(): Promise<boolean>;
  release(): Promise<void>;
}

function createRun(documents: Documents, world: Pick<World, 'clock' | 'random'>, terms: LeaseTerms): Run {
  const { container, key, holder } = terms;
  const run = uuid(world.random);
  let version = 0;
  let heldUntil = 0;

  /** Documents are never deleted: versions that start again at 1 would let a lost lease be renewed. */
  async function write(ttlMs: number): Promise<void> {
    const before = world.clock.now();
    const value: LeaseDocument = { schemaVersion: 1, holder, run, ttlMs };
    ({ version } = await documents.write(container, key, value, version));
    heldUntil = before + ttlMs;
  }

  /** As write; false if another run was faster. A repeated write may have conflicted with itself: that is ours. */
  async function writeOver(ttlMs: number): Promise<boolean> {
    try {
      await write(ttlMs);
      return true;
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
    const found = await readLease(documents, terms);
    if (found?.value.run !== run) return false;
    version = found.version;
    return writeOver(ttlMs);
  }

  async function acquire(): Promise<boolean> {
    const found = await readLease(documents, terms);
    if (found !== undefined && !(await hasExpired(documents, world, terms, found))) return false;
    version = found?.version ?? 0;
    return writeOver(terms.ttlMs);
  }

  async function keep(ttlMs: number): Promise<void> {
    if (await writeOver(ttlMs)) return;
    heldUntil = 0;
    throw new LeaseLost(terms);
  }

  return {
    acquire,
    renew: () => keep(terms.ttlMs),
    release: () => keep(0),
    assertHeld: () => {
      if (world.clock.now() >= heldUntil) throw new LeaseLost(terms);
    },
  };
}

async function readLease(
  documents: Documents,
  { container, key }: LeaseTerms,
): Promise<Stored<LeaseDocument> | undefined> {
  const found = await documents.read<unknown>(container, key);
  if (found === undefined) return undefined;
  const parsed = leaseSchema.safeParse(found.value);
  if (parsed.success) return { ...found, value: parsed.data };
  throw new Error(
    `Custom Object ${container}/${key} is not a lease that this version understands; if no newer version of the connector is deployed, delete it.`,
  );
}

async function hasExpired(
  documents: Documents,
  world: Pick<World, 'random'>,
  terms: LeaseTerms,
  { value, lastModifiedAt }: Stored<LeaseDocument>,
): Promise<boolean> {
  if (value.ttlMs === 0) return true;
  return (await serverTime(documents, world, terms)) >= lastModifiedAt + value.ttlMs;
}

/** commercetools tells its time with what it writes, so something is written: a document beside the lease. */
async function serverTime(
  documents: Documents,
  world: Pick<World, 'random'>,
  terms: LeaseTerms,
): Promise<number> {
  const { container } = terms;
  const key = `${terms.key}.clock`;
  const found = await documents.read(container, key);
  try {
    // A new value each time: a write that changes nothing might not be dated.
    const tick = { schemaVersion: 1, tick: uuid(world.random) };
    return (await documents.write(container, key, tick, found?.version ?? 0)).lastModifiedAt;
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    // Someone wrote it a moment ago; that moment is early enough never to take a lease too soon.
    return (await documents.read(container, key))?.lastModifiedAt ?? 0;
  }
}
