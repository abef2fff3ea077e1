import { rulesSchema } from 'peoplevox-connector-shared/configuration';
import { fateOf, isDespatched } from './order-fate';

const rules = rulesSchema.parse({ despatch: { allocateWithinMinutes: 60 } });
const MINUTE = 60_000;
const order = (isCancelled: boolean, minutes: number) => ({ isCancelled, exportedAt: -minutes * MINUTE });

describe('where a sales order stands', () => {
  it.each([
    ['New', 59, 'under-way'],
    ['New', 60, 'late'],
    ['partially allocated', 61, 'late'],
    ['Allocated', 600, 'under-way'],
    ['Something of the tenant’s own', 600, 'under-way'],
    ['DESPATCHED', 1, 'closed'],
    ['Cancelled', 1, 'closed'],
  ])('with status %s after %d minutes is %s', (status, minutes, fate) => {
    expect(fateOf(order(false, minutes), { status }, rules, 0)).toBe(fate);
  });

  it('is missing unless the order is cancelled', () => {
    expect(fateOf(order(false, 1), undefined, rules, 0)).toBe('missing');
    expect(fateOf(order(true, 1), undefined, rules, 0)).toBe('under-way');
  });

  it('is despatched when it is closed and not given up', () => {
    expect(['Despatched', 'Cancelled', 'Picked'].map((status) => isDespatched({ status }, rules))).toEqual([
      true,
      false,
      false,
    ]);
  });
});
