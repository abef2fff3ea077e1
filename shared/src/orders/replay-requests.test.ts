import { createMemoryDocuments } from '../../../sandbox/simulation/memory-documents';
import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { leaveReplay, readReplays, replaysDone } from './replay-requests';

function setUp() {
  const clock = createVirtualClock(Date.parse('2026-03-02T09:00:00Z'));
  const documents = createMemoryDocuments(clock);
  return { clock, documents, parts: { documents, world: { clock, random: () => 0 } } };
}

describe('requests to decide an order again', () => {
  it('wait until they are done', async () => {
    const { documents, parts } = setUp();
    await leaveReplay(parts, 'o1');
    await leaveReplay(parts, 'o2');
    await leaveReplay(parts, 'o1');
    const asked = await readReplays(documents);
    expect([...asked.keys()]).toEqual(['o1', 'o2']);
    await replaysDone(parts, new Map([...asked].slice(0, 1)));
    expect([...(await readReplays(documents)).keys()]).toEqual(['o2']);
  });

  it('stay when they were made again while they were worked on', async () => {
    const { clock, documents, parts } = setUp();
    await leaveReplay(parts, 'o1');
    const taken = await readReplays(documents);
    await clock.advance(1_000);
    await leaveReplay(parts, 'o1');
    await replaysDone(parts, taken);
    expect([...(await readReplays(documents)).keys()]).toEqual(['o1']);
  });

  it('are refused beyond five hundred', async () => {
    const { parts } = setUp();
    for (let order = 0; order < 500; order += 1) await leaveReplay(parts, `o${order}`);
    await expect(leaveReplay(parts, 'one-too-many')).resolves.toBe(false);
    await expect(leaveReplay(parts, 'o7')).resolves.toBe(true);
  });
});
