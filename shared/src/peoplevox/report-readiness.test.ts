import { reportFaults } from './report-readiness';

const report = { name: 'Stock', columns: { itemCode: 'Item code', site: 'Site', activity: null } };
const faultsOf = (...known: string[]) =>
  reportFaults({ getReportColumns: async () => known }, report, 'inventory.reports');

describe('the columns of a report', () => {
  it('are all there, whatever their case', async () => {
    expect(await faultsOf('ITEM CODE', 'site', 'Bin')).toEqual([]);
  });

  it('are named where some are missing', async () => {
    expect(await faultsOf('Item code', 'Bin')).toEqual([
      'Peoplevox\'s report "Stock" lacks Site; name the tenant\'s own columns under "inventory.reports".',
    ]);
  });

  it('are no fault where the answer shows none of them: its form is not known for sure', async () => {
    expect(await faultsOf('<columns><column name="Item code"/><column name="Site"/></columns>')).toEqual([]);
    expect(await faultsOf()).toEqual([]);
  });
});
