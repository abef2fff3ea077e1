import { createMemoryDocuments } from '../../../../sandbox/simulation/memory-documents';
import { createVirtualClock } from '../../../../sandbox/simulation/virtual-clock';
import { createServerClock } from '../../commercetools/server-clock';
import { writeLedger } from '../ledger';
import { CLAIM_MS } from './batches';
import { createNumberClaims } from './number-claims';

function setUp() {
  const clock = createVirtualClock(0);
  const documents = createMemoryDocuments(clock);
  const world = { clock, random: () => 0.5 };
  const instance = () => {
    const serverClock = createServerClock(documents, clock);
    const claims = createNumberClaims({ documents, serverClock, world });
    return {
      ...claims,
      /** Ids of those that must wait. */
      claim: async (...claimants: Parameters<typeof claims.claim>[0]) => [
        ...(await clock.runUntil(claims.claim(claimants))),
      ],
    };
  };
  /** As before its rows leave. */
  const sending = (orderId: string, isClaimed = true) =>
    clock.runUntil(
      writeLedger(
        documents,
        orderId,
        {
          schemaVersion: 1,
          state: 'sending',
          orderVersion: 1,
          salesOrders: [],
          held: [],
          trace: [],
          ...(isClaimed && { claim: { forMs: CLAIM_MS } }),
        },
        0,
      ),
    );
  const kept = async () =>
    (
      await clock.runUntil(
        documents.read<{ claims: { number: string }[] }>('peoplevox-connector', 'sales-order-numbers'),
      )
    )?.value.claims.map(({ number }) => number);
  return { clock, instance, sending, kept };
}

const wants = (orderId: string, ...numbers: readonly string[]) => ({ orderId, numbers });

describe('claims on sales order numbers', () => {
  it('let one of two orders that are being sent have a number, whatever its case', async () => {
    const { instance, sending } = setUp();
    await sending('one');
    await sending('two');
    await expect(instance().claim(wants('one', 'A', 'A-2'))).resolves.toEqual([]);
    await expect(instance().claim(wants('two', 'a-2'), wants('three', 'B'))).resolves.toEqual(['two']);
  });

  it('are open to the same order again', async () => {
    const { instance, sending } = setUp();
    await sending('one');
    await instance().claim(wants('one', 'A'));
    await expect(instance().claim(wants('one', 'A'))).resolves.toEqual([]);
  });

  it('end with the claim on the order: when it is given up, and when its process died', async () => {
    const { clock, instance, sending } = setUp();
    await sending('done', false);
    await sending('dead');
    await instance().claim(wants('done', 'A'), wants('dead', 'B'));
    await expect(instance().claim(wants('two', 'A'))).resolves.toEqual([]);
    await expect(instance().claim(wants('two', 'B'))).resolves.toEqual(['two']);
    await clock.advance(CLAIM_MS);
    await expect(instance().claim(wants('two', 'B'))).resolves.toEqual([]);
  });

  it('are not written for orders that create nothing, and do not pile up', async () => {
    const { instance, kept } = setUp();
    const mine = instance();
    await mine.claim(wants('one'));
    await expect(kept()).resolves.toBeUndefined();
    await mine.claim(wants('one', 'A'));
    mine.release(['one']);
    await mine.claim(wants('two', 'B'));
    await expect(kept()).resolves.toEqual(['b']);
  });

  it('are written again when another instance was faster', async () => {
    const { instance, kept } = setUp();
    const [mine, theirs] = [instance(), instance()];
    await mine.claim(wants('one', 'A'));
    await theirs.claim(wants('two', 'B'));
    await mine.claim(wants('three', 'C'));
    await expect(kept()).resolves.toEqual(['a', 'b', 'c']);
  });
});
