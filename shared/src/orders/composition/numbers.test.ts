import { generatedOrderNumber } from './numbers';
import { order } from './order.fixture';

describe('generatedOrderNumber', () => {
  it('is the same for the same order and short enough for a sales order number', () => {
    expect(generatedOrderNumber(order())).toBe('260328-3F2A9C1E7B64');
    expect(generatedOrderNumber(order()).length).toBeLessThanOrEqual(20);
  });
});
