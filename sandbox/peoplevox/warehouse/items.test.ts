import { createItems } from './items';

const item = (code: string) => ({ code, active: true, columns: new Map(), stock: new Map() });

describe('items', () => {
  it('show their stock in the order of their codes, as they come, go and reach new sites', () => {
    const items = createItems();
    const held = () => items.held().map(({ item: { code }, site }) => `${code}@${site}`);
    const [b, a] = [item('B'), item('A')];
    items.set('B', b);
    items.stockAt(b, 'North');
    expect(held()).toEqual(['B@North']);
    items.set('A', a);
    items.stockAt(a, 'South');
    items.stockAt(a, 'North');
    expect(held()).toEqual(['A@South', 'A@North', 'B@North']);
    items.delete('A');
    expect(held()).toEqual(['B@North']);
  });

  it('show quantities as they are now', () => {
    const items = createItems();
    const mug = item('MUG');
    items.set('MUG', mug);
    items.stockAt(mug, 'North').onHand = 1;
    expect(items.held()[0]?.stock.onHand).toBe(1);
    items.stockAt(mug, 'North').onHand = 7;
    expect(items.held()[0]?.stock.onHand).toBe(7);
  });
});
