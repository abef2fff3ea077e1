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
  let takes = Infinity;
  const run = () =>
    feed(
      {
        documents,
        publish: async (items) => {
          if (published.length >= takes) throw new Error('The topic does not answer.');
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
      takes = down ? 0 : Infinity;
    },
    breakAfter: (count: number) => {
      takes = count;
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

  it('publishes later what stood open when the first publication failed', async () => {
    const setting = setUp();
    await setting.write('a', 'open');
    await setting.clock.advance(3_600_000);
    setting.break(true);
    await expect(setting.run()).rejects.toThrow('does not answer');
    await setting.write('b', 'open');
    setting.break(false);
    await setting.clock.advance(3_600_000);
    await setting.run();
    expect(setting.keys()).toEqual([`${CONTAINER}/a/1`, `${CONTAINER}/b/1`]);
  });

  it('publishes later the rest of what stood open when the first publication broke off', async () => {
    const setting = setUp();
    for (let each = 0; each < 250; each += 1) {
      await setting.write(`e${each}`, 'open');
      await setting.clock.advance(60_000);
    }
    setting.breakAfter(200);
    await expect(setting.run()).rejects.toThrow('does not answer');
    setting.break(false);
    await setting.clock.advance(3_600_000);
    await setting.run();
    expect(setting.keys()).toEqual(Array.from({ length: 250 }, (_, each) => `${CONTAINER}/e${each}/1`));
  });

  it('does not go back behind its beginning', async () => {
    const { clock, write, run, keys } = setUp();
    await write('a', 'open');
    await clock.advance(3_600_000);
    await write('b', 'resolved');
    await clock.advance(3_600_000);
    await run();
    await run();
    expect(keys()).toEqual([`${CONTAINER}/a/1`]);
  });
});
