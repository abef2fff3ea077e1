import type { Parcel } from '@commercetools/platform-sdk';
import fc from 'fast-check';
import type { WantedDelivery } from './deliveries';
import { NOW } from './despatch.fixture';
import { wantedParcels } from './parcels';

type Packing = WantedDelivery['despatch']['packing'];

function delivery(packing: Packing): WantedDelivery {
  return {
    key: 'D1',
    items: [{ id: 'a', quantity: 2 }],
    itemsOfBox: new Map([['T1', [{ id: 'a', quantity: 2 }]]]),
    despatch: { despatchedAt: NOW, carrier: 'DPD', service: '', packing, carriages: new Map() },
  };
}

const tracked = (...numbers: readonly string[]) => delivery({ kind: 'tracked', numbers, complete: false });

function parcel(key: string | undefined, trackingId?: string): Parcel {
  return {
    id: key ?? 'other',
    ...(key !== undefined && { key }),
    createdAt: '2026-03-02T09:00:00.000Z',
    ...(trackingId !== undefined && { trackingData: { trackingId } }),
  };
}

/** Parcels as they are after what is wanted was written. */
function written(existing: readonly Parcel[], wanted: ReturnType<typeof wantedParcels>): Parcel[] {
  const changed = existing.map((one) => {
    const news = wanted.find(({ key }) => key === one.key);
    return news?.trackingId === undefined ? one : parcel(one.key, news.trackingId);
  });
  const fresh = wanted.filter(({ key }) => existing.every((one) => one.key !== key));
  return [...changed, ...fresh.map(({ key, trackingId }) => parcel(key, trackingId))];
}

const numbersOf = (parcels: readonly Parcel[]) =>
  parcels.map(({ trackingData }) => trackingData?.trackingId ?? '');

describe('Parcels of packages that the report does not number', () => {
  it('are one without any tracking number', () => {
    expect(wantedParcels(tracked(), [])).toEqual([{ key: 'D1-1' }]);
    expect(wantedParcels(tracked(), [parcel('D1-1', 'T1')])).toEqual([]);
  });

  it('take a number that came late, are corrected, and grow with numbers', () => {
    const late = wantedParcels(tracked('T1'), [parcel('D1-1')]);
    expect(late).toEqual([{ key: 'D1-1', trackingId: 'T1' }]);
    expect(wantedParcels(tracked('T9'), [parcel('D1-1', 'T1')])).toEqual([{ key: 'D1-1', trackingId: 'T9' }]);
    expect(wantedParcels(tracked('T2', 'T1'), [parcel('D1-1', 'T1')])).toEqual([
      { key: 'D1-1', trackingId: 'T1' },
      { key: 'D1-2', trackingId: 'T2' },
    ]);
  });

  it('leave a Parcel of somebody else with the same number alone', () => {
    expect(wantedParcels(tracked('T1'), [parcel('D1-1', 'T2'), parcel(undefined, 'T1')])).toEqual([]);
  });

  it('say what is in them only when every item has its number', () => {
    const complete = delivery({ kind: 'tracked', numbers: ['T1'], complete: true });
    expect(wantedParcels(complete, [])).toEqual([
      { key: 'D1-1', trackingId: 'T1', items: [{ id: 'a', quantity: 2 }] },
    ]);
  });

  it('end, whatever was read before, with each number once, no number lost, and nothing more to write', () => {
    const reading = fc.uniqueArray(fc.constantFrom('T1', 'T2', 'T3', 'T4'), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(reading, { maxLength: 6 }), reading, (earlier, last) => {
        let parcels: Parcel[] = [];
        let count = 0;
        for (const numbers of [...earlier, last]) {
          parcels = written(parcels, wantedParcels(tracked(...numbers), parcels));
          expect(parcels.length).toBeGreaterThanOrEqual(Math.max(1, numbers.length, count));
          expect(new Set(parcels.map(({ key }) => key)).size).toBe(parcels.length);
          count = parcels.length;
        }
        const known = numbersOf(parcels).filter((number) => number !== '');
        expect(known).toEqual(expect.arrayContaining(last));
        expect(new Set(known).size).toBe(known.length);
        expect(written(parcels, wantedParcels(tracked(...last), parcels))).toEqual(parcels);
      }),
    );
  });
});

describe('Parcels of numbered packages', () => {
  it('have the number of the package in their key', () => {
    const boxes = [
      { number: '1', tracking: '' },
      { number: 'A/2', tracking: 'T2' },
    ];
    const [one, other] = wantedParcels(delivery({ kind: 'numbered', boxes }), []);
    expect(one).toEqual({ key: 'D1-1' });
    expect(other).toMatchObject({
      key: expect.stringMatching(/^D1-A-2-[0-9a-f]{6}$/) as string,
      trackingId: 'T2',
    });
  });
});
