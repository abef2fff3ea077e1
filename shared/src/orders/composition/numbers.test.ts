import { FaultList } from './faults';
import { generatedOrderNumber, salesOrderNumbers } from './numbers';
import { order, rules } from './order.fixture';

describe('generatedOrderNumber', () => {
  it('is the same for the same order and short enough for a sales order number', () => {
    expect(generatedOrderNumber(order())).toBe('260328-3F2A9C1E7B64');
    expect(generatedOrderNumber(order()).length).toBeLessThanOrEqual(20);
  });
});

describe('salesOrderNumbers', () => {
  const numbered = (orderNumber: string, fixed: ReadonlyMap<string, string> = new Map()) => {
    const faults = new FaultList();
    const groups = ['North|', 'South|'];
    const numbers = salesOrderNumbers(order({ orderNumber }), rules().orderExport, groups, fixed, faults);
    return { numbers: [...numbers], faults: faults.all.map(({ message }) => message) };
  };

  it('gives each group the next number that none of the order ever had', () => {
    const fixed = new Map([
      ['South|', 'WEB-1'],
      ['|WEB-1-2', 'WEB-1-2'],
    ]);
    expect(numbered('WEB-1').numbers.map(([, number]) => number)).toEqual(['WEB-1', 'WEB-1-2']);
    expect(new Map(numbered('WEB-1', fixed).numbers).get('North|')).toBe('WEB-1-3');
  });

  it.each(['WEB,1', 'WEB"1', String.raw`WEB\1`, 'WEB\t1', 'WEB\u20281'])(
    'refuses a number that Peoplevox cannot be asked for, lest it spoil the look-up of a whole batch: %j',
    (orderNumber) => {
      expect(numbered(orderNumber).faults).toEqual([expect.stringContaining('order number')]);
    },
  );
});
