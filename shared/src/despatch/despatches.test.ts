import fc from 'fast-check';
import { row } from './despatch.fixture';
import { despatchesOf } from './despatches';

describe('rows of a report', () => {
  it('are one despatch a number, by time', () => {
    const found = despatchesOf([
      row({ despatch: 'D2', despatchedAt: 200 }),
      row({ despatch: 'D1', despatchedAt: 100 }),
      row({ despatch: 'D1', despatchedAt: 100, itemCode: 'POT', carrier: '' }),
    ]);
    expect(found.map(({ number, goods }) => [number, goods.length])).toEqual([
      ['D1', 2],
      ['D2', 1],
    ]);
  });

  it('tell of packages by their tracking numbers where these are all that is known', () => {
    const [one] = despatchesOf([row({ tracking: 'T1' }), row({ tracking: 'T2' }), row({ tracking: 'T1' })]);
    expect(one?.packing).toEqual({ kind: 'tracked', numbers: ['T1', 'T2'], complete: true });
    const [several] = despatchesOf([row({ tracking: 'JD 01; JD 02' }), row({})]);
    expect(several?.packing).toEqual({ kind: 'tracked', numbers: ['JD 01', 'JD 02'], complete: false });
    expect(several?.goods.map(({ box }) => box)).toEqual(['', '']);
  });

  it('tell of packages by number where the report has them, in their order', () => {
    const [one] = despatchesOf([
      row({ packageNumber: '10', tracking: 'T10' }),
      row({ packageNumber: '2' }),
      row({ packageNumber: '2', tracking: 'T2' }),
    ]);
    expect(one?.packing).toEqual({
      kind: 'numbered',
      boxes: [
        { number: '2', tracking: 'T2' },
        { number: '10', tracking: 'T10' },
      ],
    });
  });

  it('tell who carries each package: by its number, else by its tracking number, else as all of the despatch', () => {
    const dpd = { carrier: 'DPD', service: 'Next day' };
    const mail = { carrier: 'Royal Mail', service: 'Tracked 48' };
    const [numbered] = despatchesOf([
      row({ ...mail, packageNumber: '2', tracking: 'RM2' }),
      row({ ...dpd, packageNumber: '1', tracking: 'D1' }),
      row({ carrier: '', service: '', packageNumber: '3' }),
      row({ carrier: 'Evri', service: '', packageNumber: '4' }),
    ]);
    expect(numbered).toMatchObject({
      ...dpd,
      carriages: new Map([
        ['1', dpd],
        ['2', mail],
        ['3', dpd],
        ['4', { carrier: 'Evri', service: '' }],
      ]),
    });
    const [tracked] = despatchesOf([row({ ...mail, tracking: 'RM2' }), row({ ...dpd, tracking: 'D1, D2' })]);
    expect([...(tracked?.carriages ?? [])]).toEqual([
      ['RM2', mail],
      ['D1', dpd],
      ['D2', dpd],
    ]);
  });

  it('mean the same in any order', () => {
    const rows = ['D1', 'D2'].flatMap((despatch) =>
      ['MUG', 'POT', 'CUP'].map((itemCode, index) =>
        row({
          despatch,
          itemCode,
          packageNumber: String(index % 2),
          units: index + 1,
          carrier: `Carrier ${index % 2}`,
          service: `Service ${index}`,
        }),
      ),
    );
    const expected = despatchesOf(rows);
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
        expect(despatchesOf(shuffled)).toEqual(expected);
      }),
    );
  });
});

describe('kits', () => {
  const part = (itemCode: string, units: number, parentUnits: number | undefined, tracking = '') =>
    row({ itemCode, units, parent: 'SET', parentUnits, tracking, line: 'l1' });
  const goodsOf = (...rows: Parameters<typeof despatchesOf>[0][number][]) =>
    despatchesOf(rows)[0]?.goods.map(({ itemCode, units, box }) => [itemCode, units, box]);

  it('count once however many items are in them', () => {
    expect(goodsOf(part('POT', 2, 2), part('CUP', 8, 2))).toEqual([['SET', 2, '']]);
  });

  it('count once where their items travel apart, and in each package where they travel together', () => {
    expect(goodsOf(part('POT', 1, 1, 'T1'), part('CUP', 4, 1, 'T2'))).toEqual([['SET', 1, 'T1']]);
    expect(
      goodsOf(
        part('POT', 1, 1, 'T1'),
        part('CUP', 4, 1, 'T1'),
        part('POT', 1, 1, 'T2'),
        part('CUP', 4, 1, 'T2'),
      ),
    ).toEqual([
      ['SET', 1, 'T1'],
      ['SET', 1, 'T2'],
    ]);
  });

  it('count by their own row where they have one', () => {
    expect(goodsOf(row({ itemCode: 'SET', units: 1, line: 'l1' }), part('POT', 1, 1))).toEqual([
      ['SET', 1, ''],
    ]);
  });

  it('are told when no row says how many', () => {
    expect(despatchesOf([part('POT', 1, undefined)])[0]).toMatchObject({ goods: [], uncountedKits: ['SET'] });
  });
});
