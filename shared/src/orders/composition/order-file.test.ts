import { order } from './order.fixture';
import { orderFromFile } from './order-file';

describe('orderFromFile', () => {
  it('takes an order as it is', () => {
    const value: unknown = JSON.parse(JSON.stringify(order()));
    expect(orderFromFile(value)).toBe(value);
  });

  it('says what is amiss with anything else', () => {
    expect(() => orderFromFile({ id: 'x' })).toThrow(/no commercetools order[^]*lineItems/);
  });
});
