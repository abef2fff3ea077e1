import { isLastPage } from './paging';

const page = (rows: number, totalCount: number) => ({
  rows: Array.from({ length: rows }, () => ({ SalesOrderNumber: 'GB-1' })),
  totalCount,
});

describe('the last page', () => {
  it('is the one with which all matching rows were seen', () => {
    expect(isLastPage(page(1_000, 1_001), 1_000)).toBe(false);
    expect(isLastPage(page(1, 1_001), 1_001)).toBe(true);
    expect(isLastPage(page(0, 0), 0)).toBe(true);
  });

  it('is none where rows are counted and not shown: an order that does not show is not gone', () => {
    expect(() => isLastPage(page(0, 1), 0)).toThrow('Peoplevox says that 1 rows match and shows 0 of them.');
  });
});
