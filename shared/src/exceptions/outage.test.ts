import { createMemoryDocuments } from '../../../sandbox/simulation/memory-documents';
import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import type { ConnectorException, ExceptionStore } from './exception';
import { createOutageWatch } from './outage';
import { createExceptionStore, exceptionContainer } from './store';

function setUp() {
  const clock = createVirtualClock(Date.parse('2026-04-01T10:00:00Z'));
  const documents = createMemoryDocuments(clock);
  const ignore = () => undefined;
  const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  const store = createExceptionStore({ documents, clock, log });
  let calls = 0;
  let isAway = false;
  const counted =
    <Args extends readonly unknown[]>(work: (...args: Args) => Promise<void>) =>
    async (...args: Args) => {
      calls += 1;
      if (isAway) throw new Error('store away');
      return work(...args);
    };
  const exceptions: ExceptionStore = {
    raise: counted(store.raise),
    resolve: counted(store.resolve),
    forget: counted(store.forget),
  };
  const kept = async () => {
    const found: ConnectorException[] = [];
    for await (const { value } of documents.list<ConnectorException>(exceptionContainer)) found.push(value);
    return found;
  };
  return {
    clock,
    exceptions,
    watch: createOutageWatch(exceptions, 'order-export', clock),
    other: createOutageWatch(exceptions, 'order-export', clock),
    reconciliation: createOutageWatch(exceptions, 'reconciliation', clock, ['order-export']),
    kept,
    calls: () => calls,
    setAway: (away: boolean) => {
      isAway = away;
    },
  };
}

describe('the watch over outages', () => {
  it.each([
    ['unavailable', 'peoplevox-unavailable'],
    ['credentials', 'credentials-rejected'],
  ])('raises one exception for the application while calls fail as %s', async (kind, code) => {
    const { watch, kept } = setUp();
    await watch.failed(kind);
    await watch.failed(kind);
    await expect(kept()).resolves.toMatchObject([
      {
        code,
        status: 'open',
        owner: 'integration',
        subject: { type: 'app', key: 'order-export' },
        occurrences: 1,
      },
    ]);
  });

  it.each(['throttled', 'refused', 'unreadable'])(
    'raises nothing for a call that failed as %s',
    async (kind) => {
      const { watch, kept } = setUp();
      await watch.failed(kind);
      await expect(kept()).resolves.toEqual([]);
    },
  );

  it('resolves it at the next success', async () => {
    const { watch, kept } = setUp();
    await watch.failed('unavailable');
    await watch.succeeded();
    await expect(kept()).resolves.toMatchObject([
      { status: 'resolved', evidence: 'Peoplevox answered again.' },
    ]);
  });

  it('resolves what another process raised that has ended since, within a minute', async () => {
    const { clock, watch, other, kept } = setUp();
    await other.succeeded();
    await watch.failed('credentials');
    await clock.advance(60_000);
    await other.succeeded();
    await expect(kept()).resolves.toMatchObject([{ status: 'resolved' }]);
  });

  it('resolves what an application raised that has had nothing to ask since, but no doubt about its user', async () => {
    const { watch, reconciliation, kept } = setUp();
    await watch.failed('unavailable');
    await watch.failed('credentials');
    await reconciliation.succeeded();
    const statuses = (await kept()).map(({ code, status }) => [code, status]);
    expect(Object.fromEntries(statuses)).toEqual({
      'peoplevox-unavailable': 'resolved',
      'credentials-rejected': 'open',
    });
  });

  it('asks the store once a minute while all is well', async () => {
    const { clock, watch, calls } = setUp();
    await watch.succeeded();
    const before = calls();
    await clock.advance(59_999);
    await watch.succeeded();
    expect(calls()).toBe(before);
    await clock.advance(1);
    await watch.succeeded();
    expect(calls()).toBeGreaterThan(before);
  });

  it('tries again to resolve when the store failed', async () => {
    const { watch, kept, setAway } = setUp();
    await watch.failed('unavailable');
    setAway(true);
    await expect(watch.succeeded()).rejects.toThrow('store away');
    setAway(false);
    await watch.succeeded();
    await expect(kept()).resolves.toMatchObject([{ status: 'resolved' }]);
  });
});
