import { createCommercetoolsEmulator, emulatorFetch } from '../../../sandbox/commercetools';
import { createMemoryDocuments } from '../../../sandbox/simulation/memory-documents';
import { MERCHANT_CLIENT, PROJECT_KEY } from '../../../sandbox/simulation/merchant';
import { seededRandom } from '../../../sandbox/simulation/random';
import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { createCommercetools } from '../commercetools';
import { rulesSchema } from '../configuration/rules';
import type { Page } from '../peoplevox/client';
import { createLog } from '../runtime/logger';
import { createItemTypes, ItemTypesUnusable } from './item-types';
import { readBoth } from './read-both';

const URL = 'https://api.commercetools.test';
const rules = rulesSchema.parse({});

/** A project without products, and the pages that Peoplevox shows, one after the other. */
function setUp(...pages: readonly (readonly [codes: readonly string[], totalCount: number])[]) {
  const clock = createVirtualClock(0);
  const random = seededRandom(1);
  const settings = { clients: [MERCHANT_CLIENT] };
  const emulator = createCommercetoolsEmulator({ clock, random, projectKey: PROJECT_KEY, settings });
  const world = { clock, random, fetch: emulatorFetch(emulator) };
  const { id: clientId, secret: clientSecret } = MERCHANT_CLIENT;
  const asked: (number | undefined)[] = [];
  const getData = async ({ pageNo }: { readonly pageNo?: number }): Promise<Page> => {
    const [codes, totalCount] = pages[asked.push(pageNo) - 1] ?? [[], 0];
    return { totalCount, columns: ['ItemCode'], rows: codes.map((ItemCode) => ({ ItemCode })) };
  };
  const context = {
    api: createCommercetools({
      settings: { projectKey: PROJECT_KEY, clientId, clientSecret, apiUrl: URL, authUrl: URL },
      world,
      log: createLog({ level: 'error', clock }),
    }),
    rules,
    cap: 1,
    documents: createMemoryDocuments(clock),
    assertHeld: () => undefined,
    itemTypes: createItemTypes({
      client: { getData },
      rules,
      beforeCall: async () => undefined,
      rest: async () => undefined,
    }),
    world,
    end: 60_000,
    run: { run: 'r', reason: '', startedAt: 0, terms: '', calls: 0 },
  };
  return { read: () => clock.runUntil(readBoth(context)), asked };
}

describe('reading Item types', () => {
  it('ends with as many rows as there are', async () => {
    const { read, asked } = setUp([['A', 'B'], 3], [['C'], 3]);
    await expect(read()).resolves.toMatchObject({ items: { size: 3 }, pages: 2 });
    expect(asked).toEqual([1, 2]);
  });

  it('does not take rows that do not show for gone, and asks for them again at the next tick', async () => {
    const { read, asked } = setUp([['A', 'B'], 3], [[], 3], [['C'], 3]);
    const failure = await read().catch((error: unknown) => error);
    expect(failure).toEqual(new ItemTypesUnusable('Template "Item types" shows 2 rows of 3.'));
    await expect(read()).resolves.toMatchObject({ items: { size: 3 } });
    expect(asked).toEqual([1, 2, 2]);
  });

  it('ends at once where there are none', async () => {
    await expect(setUp([[], 0]).read()).resolves.toMatchObject({ items: { size: 0 }, pages: 1 });
  });
});
