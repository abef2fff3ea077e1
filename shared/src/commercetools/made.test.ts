import { createMemoryDocuments } from '../../../sandbox/simulation/memory-documents';
import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { madeHere, rememberMade } from './made';

function setUp() {
  const clock = createVirtualClock(Date.UTC(2026, 0, 5, 9));
  const documents = createMemoryDocuments(clock, () => true);
  return { clock, documents, parts: { documents, world: { clock, random: () => 0.5 } } };
}

describe('what deployments created', () => {
  it('is all remembered when two of them write at once', async () => {
    const { clock, documents, parts } = setUp();
    await clock.runUntil(Promise.all([rememberMade(parts, 'channel'), rememberMade(parts, 'type')]));
    await expect(madeHere(documents)).resolves.toEqual(new Set(['channel', 'type']));
  });

  it('is nothing where nothing was remembered', async () => {
    await expect(madeHere(setUp().documents)).resolves.toEqual(new Set());
  });
});
