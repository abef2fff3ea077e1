import { createCommercetools } from '../commercetools/create-client';
import { createLog } from '../runtime/logger';
import { systemWorld, type World } from '../runtime/world';
import { createInventory, entryKey } from './inventory';

describe('the key of an entry', () => {
  it('is always the same, readable, and fits what commercetools takes', () => {
    expect(entryKey('MUG-RED', 'north')).toBe(entryKey('MUG-RED', 'north'));
    expect(entryKey('MUG-RED', 'north')).toMatch(/^MUG-RED_north_[0-9a-f]{12}$/);
    for (const sku of ['Größe 42 / blau', 'x'.repeat(300), '.', 'a"b\\c'])
      expect(entryKey(sku, 'k'.repeat(256))).toMatch(/^[A-Za-z0-9_-]{2,256}$/);
  });

  it('differs where SKU or channel differ, whatever becomes of their characters', () => {
    const keys = [
      entryKey('A B', 'x'),
      entryKey('A/B', 'x'),
      entryKey('A', 'B_x'),
      entryKey('A_B', 'x'),
      entryKey('A_B', null),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('reading entries', () => {
  it('keeps to the cap over all who read at once', async () => {
    let underWay = 0;
    let most = 0;
    const world: World = {
      ...systemWorld,
      fetch: async (input) => {
        if (new Request(input).url.includes('/oauth/'))
          return Response.json({ access_token: 't', expires_in: 3600 });
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise(setImmediate);
        underWay -= 1;
        return Response.json({ results: [] });
      },
    };
    const settings = {
      projectKey: 'p',
      clientId: 'id',
      clientSecret: 'secret',
      apiUrl: 'https://api.commercetools.test',
      authUrl: 'https://auth.commercetools.test',
    };
    const api = createCommercetools({ settings, world, log: createLog({ level: 'error' }) });
    const inventory = createInventory({ api, places: [{ site: 'S', channel: null }], cap: 4 });
    const skus = (page: string) => Array.from({ length: 1000 }, (_, index) => `${page}-${index}`);
    await Promise.all([inventory.read(skus('A')), inventory.read(skus('B'))]);
    expect(most).toBe(4);
  });
});
