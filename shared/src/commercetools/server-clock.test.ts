import { createMemoryDocuments } from '../../../sandbox/simulation/memory-documents';
import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import type { Clock } from '../runtime/clock';
import type { Documents } from './documents';
import { createServerClock } from './server-clock';

/** Local clocks that differ from the server's by so much. */
function setUp() {
  const server = createVirtualClock(Date.parse('2026-04-01T10:00:00Z'));
  const documents = createMemoryDocuments(server);
  let writes = 0;
  const counting: Documents = {
    ...documents,
    write: (...args) => {
      writes += 1;
      return documents.write(...args);
    },
  };
  const local = (offset: number): Clock => ({ ...server, now: () => server.now() + offset });
  return { server, documents: counting, local, writes: () => writes };
}

describe("the server's clock", () => {
  it.each([-3_600_000, 0, 90_000])('is told whatever the local clock says (%d ms away)', async (offset) => {
    const { server, documents, local } = setUp();
    const serverClock = createServerClock(documents, local(offset));
    await expect(serverClock()).resolves.toBe(server.now());
    await server.advance(5_000);
    await expect(serverClock()).resolves.toBe(server.now());
  });

  it('is asked for again after ten minutes, since clocks drift', async () => {
    const { server, documents, local, writes } = setUp();
    const serverClock = createServerClock(documents, local(0));
    await serverClock();
    await server.advance(600_000);
    await serverClock();
    expect(writes()).toBe(1);
    await server.advance(1);
    await serverClock();
    expect(writes()).toBe(2);
  });

  it('is learned by several instances at once', async () => {
    const { server, documents, local } = setUp();
    const clocks = [1, 2, 3].map((hours) => createServerClock(documents, local(hours * 3_600_000)));
    await expect(Promise.all(clocks.map((serverClock) => serverClock()))).resolves.toEqual(
      clocks.map(() => server.now()),
    );
  });

  it('is learned once for all who ask at the same time', async () => {
    const { server, documents, local, writes } = setUp();
    const serverClock = createServerClock(documents, local(90_000));
    const told = await Promise.all(Array.from({ length: 100 }, () => serverClock()));
    expect(new Set(told)).toEqual(new Set([server.now()]));
    expect(writes()).toBe(1);
  });

  it('cannot be learned while the store is away', async () => {
    const { documents, local } = setUp();
    const away: Documents = { ...documents, write: () => Promise.reject(new Error('store away')) };
    await expect(createServerClock(away, local(0))()).rejects.toThrow('store away');
  });
});
