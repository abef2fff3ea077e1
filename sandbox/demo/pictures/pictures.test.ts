import { exceptionsByOwner } from './exceptions-by-owner';
import { orderTimeline } from './order-timeline';
import { splitDespatch } from './split-despatch';
import { stockInFlight } from './stock-in-flight';

const wordsOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, words]) => words);

describe('the pictures of the morning', () => {
  it('tell what happened to an order in its order', () => {
    const svg = orderTimeline('GB-1', [
      { at: '2026-01-01 09:00:05', place: 'connector', what: 'received' },
      { at: '2026-01-01 09:00:01', place: 'commercetools', what: 'placed & <paid>' },
    ]);
    expect(wordsOf(svg).slice(-4)).toEqual(['09:00:01', 'placed &amp; &lt;paid&gt;', '09:00:05', 'received']);
  });

  it('count the exceptions of each team', () => {
    const one = { code: 'short-pick', owner: 'ecommerce', status: 'open' };
    const svg = exceptionsByOwner([one, { ...one, status: 'resolved' }, { ...one, code: 'order-invalid' }]);
    expect(wordsOf(svg)).toContain('2 short-pick, 1 order-invalid');
  });

  it('show each Delivery with its Parcels', () => {
    const svg = splitDespatch({
      orderNumber: 'GB-1',
      shipmentState: 'Partial',
      lines: ['3 × MUG'],
      deliveries: [{ key: 'DES1', lines: ['2 × MUG'], parcels: ['Parcel: TRK-1', 'Parcel: TRK-2'] }],
    });
    expect(wordsOf(svg)).toEqual(
      expect.arrayContaining(['Order GB-1', 'Delivery DES1', 'Parcel: TRK-1', 'Parcel: TRK-2']),
    );
  });

  it('show what is sold and what is kept for orders under way', () => {
    const svg = stockInFlight([
      { at: '2026-01-01T09:00:00Z', sku: 'TRAY', to: 146, available: 150, unallocated: 4 },
    ]);
    expect(wordsOf(svg)).toContain('150 − 4 = 146');
  });
});
