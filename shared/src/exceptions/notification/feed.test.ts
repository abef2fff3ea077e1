import { createMemoryDocuments } from '../../../../sandbox/simulation/memory-documents';
import { createVirtualClock } from '../../../../sandbox/simulation/virtual-clock';
import { feed, type FeedItem } from './feed';

const START = Date.parse('2026-03-02T09:00:00Z');
const CONTAINER = 'peoplevox-exceptions';

function setUp() {
  const clock = createVirtualClock(START);
  const documents = createMemoryDocuments(clock, (where, { value, lastModifiedAt }) => {
    const since = /^lastModifiedAt >= "(.+)"$/.exec(where)?.[1];
    return since === undefined
      ? (value as { status?: string }).status === 'open'
      : lastModifiedAt >= Date.parse(since);
  });
  const published: FeedItem[] = [];
  let isDown = false;
  const run = () =>
    feed(
      {
        documents,
        publish: async (items) => {
          if (isDown) throw new Error('The topic does not answer.');
          published.push(...items);
        },
        assertHeld: () => undefined,
      },
      { container: CONTAINER, atFirst: 'value(status = "open")', now: clock.now() },
    );
  const write = async (key: string, status: string) => {
    const before = await documents.read(CONTAINER, key);
    await documents.write(CONTAINER, key, { status }, before?.version ?? 0);
  };
  return {
    clock,
    write,
    run,
    published,
    keys: () => published.map(({ id }) => id),
    break: (down: boolean) => {
      isDown = down;
    },
  };
}

describe('the feed of a container', () => {
  it('begins with what stands open, and goes on with each new state, once', async () => {
    const { clock, write, run, keys } = setUp();
    await write('b', 'resolved');
    await clock.advance(600_000);
    await write('a', 'open');
    await run();
    await clock.advance(60_000);
    await write('a', 'resolved');
    await write('c', 'open');
    await run();
    await run();
    await clock.advance(3_600_000);
    await run();
    expect(keys()).toEqual([`${CONTAINER}/a/1`, `${CONTAINER}/a/2`, `${CONTAINER}/c/1`]);
  });

  it('publishes later what could not be published', async () => {
    const setting = setUp();
    await setting.run();
    await setting.write('a', 'open');
    setting.break(true);
    await expect(setting.run()).rejects.toThrow('does not answer');
    setting.break(false);
    await setting.clock.advance(600_000);
    await setting.run();
    expect(setting.keys()).toEqual([`${CONTAINER}/a/1`]);
  });
});
