import { createMemoryDocuments } from '../../../sandbox/simulation/memory-documents';
import { seededRandom } from '../../../sandbox/simulation/random';
import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { sleep, type Clock } from '../runtime/clock';
import { Conflict, type Documents } from './documents';
import { LeaseLost, withLease, type Lease } from './lease';

const terms = { container: 'peoplevox-connector', key: 'lease-test', holder: 'app', ttlMs: 60_000 };
const START = Date.UTC(2026, 0, 5);

function open() {
  const server = createVirtualClock(START);
  const documents = createMemoryDocuments(server);
  const random = seededRandom(7);
  /** A machine whose clock is wrong by `skewMs`. */
  const machine = (skewMs = 0) => {
    const clock: Clock = {
      now: () => server.now() + skewMs,
      after: (delayMs, run) => server.after(delayMs, run),
    };
    return { clock, random };
  };
  const run = <T>(work: (lease: Lease) => Promise<T>, skewMs = 0, over: Documents = documents) =>
    withLease(over, machine(skewMs), terms, work);
  /** Takes the lease and never comes back. */
  const crash = () => void run(() => new Promise<never>(() => undefined));
  return { server, documents, run, crash };
}

const done = () => Promise.resolve('done');

describe('a lease', () => {
  it('lets the work run where nobody holds it, and gives its result', async () => {
    const { run } = open();
    await expect(run(done)).resolves.toBe('done');
  });

  it('keeps a second run out without running it', async () => {
    const { server, run, crash } = open();
    crash();
    await server.settle();
    const work = jest.fn(done);
    await expect(run(work)).resolves.toBe('busy');
    expect(work).not.toHaveBeenCalled();
  });

  it('goes to exactly one of many that ask at once', async () => {
    const { server, run } = open();
    const runs = Array.from({ length: 20 }, (_, index) => run(() => sleep(server, 10).then(() => index)));
    const results = await server.runUntil(Promise.all(runs));
    expect(results.filter((result) => result !== 'busy')).toHaveLength(1);
  });

  it('is free again as soon as the work has ended, well or badly', async () => {
    const { run } = open();
    await run(done);
    await expect(run(() => Promise.reject(new Error('bad')))).rejects.toThrow('bad');
    await expect(run(done)).resolves.toBe('done');
  });

  it.each([0, 3_600_000, -3_600_000])(
    'passes to another run at expiry, not before, with a clock wrong by %d ms',
    async (skewMs) => {
      const { server, run, crash } = open();
      crash();
      await server.advance(59_999);
      await expect(run(done, skewMs)).resolves.toBe('busy');
      await server.advance(1);
      await expect(run(done, skewMs)).resolves.toBe('done');
    },
  );

  it('goes to exactly one of many that find it expired', async () => {
    const { server, run, crash } = open();
    crash();
    await server.advance(60_000);
    const runs = Array.from({ length: 10 }, (_, index) => run(() => sleep(server, 10).then(() => index)));
    const results = await server.runUntil(Promise.all(runs));
    expect(results.filter((result) => result !== 'busy')).toHaveLength(1);
  });

  it('lives on while it is renewed', async () => {
    const { server, run } = open();
    const first = run(async (lease) => {
      for (let minute = 0; minute < 5; minute += 1) {
        await sleep(server, 50_000);
        await lease.renew();
        lease.assertHeld();
      }
      return 'done';
    });
    await server.advance(200_000);
    await expect(run(done)).resolves.toBe('busy');
    await expect(server.runUntil(first)).resolves.toBe('done');
  });

  it.each([0, 3_600_000])('knows when its time is over, with a clock wrong by %d ms', async (skewMs) => {
    const { server, run } = open();
    const outcome = server.runUntil(
      run(async (lease) => {
        await sleep(server, 59_999);
        lease.assertHeld();
        await sleep(server, 1);
        lease.assertHeld();
      }, skewMs),
    );
    await expect(outcome).rejects.toBeInstanceOf(LeaseLost);
  });

  it('cannot be renewed once another run has had it, even if that run has ended', async () => {
    const { server, run } = open();
    const late = run(async (lease) => {
      await sleep(server, 70_000);
      await lease.renew();
    });
    const outcome = expect(late).rejects.toBeInstanceOf(LeaseLost);
    await server.advance(65_000);
    await expect(run(done)).resolves.toBe('done');
    await server.advance(5_000);
    await outcome;
  });

  it('can be renewed after expiry while nobody else has had it', async () => {
    const { server, run } = open();
    const late = run(async (lease) => {
      await sleep(server, 70_000);
      await lease.renew();
      lease.assertHeld();
      return 'done';
    });
    await expect(server.runUntil(late)).resolves.toBe('done');
  });

  it('is reported lost at the end when the work never looked', async () => {
    const { server, run } = open();
    const late = run(() => sleep(server, 70_000));
    const outcome = expect(late).rejects.toBeInstanceOf(LeaseLost);
    await server.advance(65_000);
    await run(done);
    await server.advance(5_000);
    await outcome;
  });

  it('is taken although the reply to the taking was lost and its repeat met it', async () => {
    const { documents, run } = open();
    let lost = false;
    const losing: Documents = {
      ...documents,
      write: async (container, key, value, version) => {
        const written = await documents.write(container, key, value, version);
        if (lost) return written;
        lost = true;
        throw new Conflict('the repeat of a write that had succeeded');
      },
    };
    await expect(run(done, 0, losing)).resolves.toBe('done');
  });

  it('does not spoil the result when it cannot be given back', async () => {
    const { documents, run } = open();
    let writes = 0;
    const failing: Documents = {
      ...documents,
      write: (...to) => (writes++ === 0 ? documents.write(...to) : Promise.reject(new Error('away'))),
    };
    await expect(run(done, 0, failing)).resolves.toBe('done');
  });

  it('is not guessed from a document of another kind', async () => {
    const { documents, run } = open();
    await documents.write(terms.container, terms.key, { schemaVersion: 2, ttlMs: 0 }, 0);
    await expect(run(done)).rejects.toThrow('peoplevox-connector/lease-test');
  });
});
