import { createVirtualClock } from '../../../../sandbox/simulation/virtual-clock';
import type { GetRequest, Page } from '../../peoplevox/client';
import { PeoplevoxError } from '../../peoplevox/errors';
import { createKnownCodes } from './known-codes';
import { createFakeWarehouse } from './warehouse.fixture';

const asTheyAre = async () => ({ columnNames: {} });

function setUp(
  override?: (request: GetRequest) => Page,
  rules: Parameters<typeof createKnownCodes>[1] = asTheyAre,
) {
  const clock = createVirtualClock(0);
  const warehouse = createFakeWarehouse();
  const requests: GetRequest[] = [];
  const client = {
    ...warehouse.client,
    getData: async (request: GetRequest) => {
      requests.push(request);
      return override === undefined ? warehouse.client.getData(request) : override(request);
    },
  };
  const codes = createKnownCodes(client, rules, clock);
  const exists = async (...skus: readonly string[]) => {
    const known = await clock.runUntil(codes.itemCodes(skus));
    return skus.map(known);
  };
  return { clock, warehouse, requests, codes, exists };
}

const refuse = (): never => {
  throw new PeoplevoxError('refused', 'GetData', 'No such template.');
};

const renamed = async () => ({
  columnNames: {
    'Item types': { ItemCode: 'StockCode' },
    'Service types': { Code: 'Service', Name: 'Title' },
  },
});

describe('codes whose columns the tenant renamed', () => {
  it('are found by the labels of the rules', async () => {
    const { clock, codes, exists, requests } = setUp(
      ({ templateName }) =>
        templateName === 'Item types'
          ? { totalCount: 1, columns: ['StockCode'], rows: [{ StockCode: 'MUG-RED' }] }
          : { totalCount: 1, columns: ['Service', 'Title'], rows: [{ Service: 'RM48', Title: 'Tracked' }] },
      renamed,
    );
    expect(await exists('MUG-RED', 'CUP')).toEqual([true, false]);
    expect(requests[0]?.searchClause).toContain('StockCode.Equals("MUG-RED")');
    expect([...((await clock.runUntil(codes.serviceTypes())) ?? [])]).toEqual(['rm48', 'tracked']);
  });

  it('have nothing said against them as long as the rules do not name the labels', async () => {
    const { clock, codes } = setUp(() => ({
      totalCount: 1,
      columns: ['Service', 'Name'],
      rows: [{ Service: 'RM48', Name: 'Tracked' }],
    }));
    expect(await clock.runUntil(codes.serviceTypes())).toBeUndefined();
  });
});

describe('known ItemCodes', () => {
  it('are asked for together by orders that arrive together', async () => {
    const { clock, codes, requests } = setUp();
    const [one, two] = await clock.runUntil(
      Promise.all([codes.itemCodes(['MUG-RED', 'CUP']), codes.itemCodes(['PLATE'])]),
    );
    expect([one('MUG-RED'), one('CUP'), two('PLATE')]).toEqual([true, false, true]);
    expect(requests).toHaveLength(1);
  });

  it('are believed for twelve hours where they exist, and for ten seconds where they do not', async () => {
    const { clock, warehouse, exists, requests } = setUp();
    await exists('MUG-RED', 'CUP');
    await exists('MUG-RED', 'CUP');
    expect(requests).toHaveLength(1);
    warehouse.itemCodes.add('CUP');
    await clock.advance(10_000);
    await expect(exists('MUG-RED', 'CUP')).resolves.toEqual([true, true]);
    expect(requests[1]?.searchClause).not.toContain('MUG-RED');
    warehouse.itemCodes.delete('MUG-RED');
    await clock.advance(12 * 3_600_000);
    await expect(exists('MUG-RED')).resolves.toEqual([false]);
  });

  it('are not asked for again while the answer is awaited, however long that takes', async () => {
    const { clock, warehouse } = setUp();
    const requests: GetRequest[] = [];
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    const getData = async (request: GetRequest) => {
      requests.push(request);
      await held;
      return warehouse.client.getData(request);
    };
    const codes = createKnownCodes({ ...warehouse.client, getData }, asTheyAre, clock);
    const first = codes.itemCodes(['MUG-RED']);
    await clock.advance(60_000);
    const second = codes.itemCodes(['MUG-RED']);
    await clock.advance(60_000);
    answer();
    const known = await clock.runUntil(Promise.all([first, second]));
    expect(known.map((exists) => exists('MUG-RED'))).toEqual([true, true]);
    expect(requests).toHaveLength(1);
  });

  it('are asked for by 100 at most at once', async () => {
    const { exists, requests } = setUp();
    await exists(...Array.from({ length: 250 }, (_, index) => `SKU-${index}`));
    expect(requests).toHaveLength(3);
  });

  it('are not known where they cannot be asked for, and do not keep others from being known', async () => {
    const { exists } = setUp();
    await expect(exists('5" PIPE', 'MUG-RED')).resolves.toEqual([undefined, true]);
  });

  it.each<[string, () => Page]>([
    ['refuses', refuse],
    ['answers without ItemCode', () => ({ totalCount: 0, columns: ['Name'], rows: [] })],
  ])('are not known where the tenant %s', async (_, override) => {
    await expect(setUp(override).exists('MUG-RED')).resolves.toEqual([undefined]);
  });

  it('cannot be known while Peoplevox is away, which is not remembered', async () => {
    const { warehouse, exists } = setUp();
    warehouse.mishap = () => 'away';
    await expect(exists('MUG-RED')).rejects.toMatchObject({ kind: 'unavailable' });
    warehouse.mishap = () => undefined;
    await expect(exists('MUG-RED')).resolves.toEqual([true]);
  });
});

describe('known Service types', () => {
  it('are codes and names in lower case, asked for once in twelve hours, or sooner where they must be newer', async () => {
    const { clock, codes, requests } = setUp();
    await expect(codes.serviceTypes()).resolves.toEqual(new Set(['rm48', 'royal mail 48']));
    await codes.serviceTypes();
    expect(requests).toHaveLength(1);
    await clock.advance(60_000);
    await codes.serviceTypes(60_000);
    expect(requests).toHaveLength(2);
    await clock.advance(12 * 3_600_000);
    await codes.serviceTypes();
    expect(requests).toHaveLength(3);
  });

  it('come from all pages', async () => {
    const { codes } = setUp(({ pageNo }) => ({
      totalCount: 2,
      columns: ['CODE', 'Name'],
      rows: [{ CODE: `S${pageNo}`, Name: '' }],
    }));
    await expect(codes.serviceTypes()).resolves.toEqual(new Set(['s1', 's2']));
  });

  it('are not known where the tenant refuses or shows none', async () => {
    await expect(setUp(refuse).codes.serviceTypes()).resolves.toBeUndefined();
    const none = setUp(() => ({ totalCount: 0, columns: ['Code'], rows: [] }));
    await expect(none.codes.serviceTypes()).resolves.toBeUndefined();
  });

  it('are asked for again after a failure', async () => {
    const { warehouse, codes } = setUp();
    warehouse.mishap = () => 'away';
    await expect(codes.serviceTypes()).rejects.toMatchObject({ kind: 'unavailable' });
    warehouse.mishap = () => undefined;
    await expect(codes.serviceTypes()).resolves.toBeDefined();
  });
});
