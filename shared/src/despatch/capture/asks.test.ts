import { createMemoryDocuments } from '../../../../sandbox/simulation/memory-documents';
import { seededRandom } from '../../../../sandbox/simulation/random';
import { createVirtualClock } from '../../../../sandbox/simulation/virtual-clock';
import { Conflict } from '../../commercetools/documents';
import { createAskRecord } from './asks';

const clock = createVirtualClock(0);
const world = { clock, random: seededRandom(1) };
const ask = { reference: 'D1', paymentId: 'p', amount: 500, askedAt: 0, known: [] };

describe('an ask', () => {
  it('of two instances in the same moment is written down for one of them', async () => {
    const documents = createMemoryDocuments(clock);
    const [one, other] = [createAskRecord(documents, world), createAskRecord(documents, world)];
    const asks = await one.read('order');
    const added = await Promise.allSettled([one, other].map((record) => record.add('order', asks, ask)));
    expect(added).toMatchObject([
      { status: 'fulfilled', value: ask },
      { reason: expect.any(Conflict) as Conflict },
    ]);
    expect((await other.read('order')).list).toHaveLength(1);
  });

  it('is known again when its writing met its own repeat, and answered', async () => {
    const documents = createMemoryDocuments(clock);
    const write: typeof documents.write = async (...args) => {
      await documents.write(...args);
      throw new Conflict('The repeat met what was written.');
    };
    const own = await createAskRecord({ ...documents, write }, world).add(
      'order',
      { version: 0, list: [] },
      ask,
    );
    const record = createAskRecord(documents, world);
    await record.answer('order', own, 'approved');
    expect((await record.read('order')).list).toEqual([{ ...own, answer: 'approved' }]);
  });
});
