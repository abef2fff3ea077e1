import { createReportReader, ReportUnusable } from '../peoplevox/report-reader';
import { despatchedRows } from './despatched-rows';
import { rules } from './despatch.fixture';
import { readRows } from './report-rows';

type Printed = Readonly<Record<string, string>>;

/** Of a report with these rows, whatever it is asked for. */
function clientOf(printed: readonly Printed[]) {
  return {
    streamReportData: async (_request: unknown, onRow: (row: Printed) => void) => {
      for (const row of printed) onRow(row);
      return { totalCount: printed.length };
    },
    getReportColumns: async () => [],
  };
}

const report = { name: 'Some report', columns: { salesOrderNumber: 'Order', at: 'Date', units: 'Items' } };
const GOOD = { Order: 'SO-1', Date: "'02/03/2026 09:00'", Items: '2' };

const read = (...printed: readonly Printed[]) =>
  readRows(
    createReportReader(clientOf(printed)),
    report,
    { searchClause: '', orderBy: '' },
    'Europe/London',
    ({ text, time, quantity }) =>
      text('at') === '' ? undefined : [text('salesOrderNumber'), time('at'), quantity('units')],
  );

describe('rows of a report', () => {
  it.each(['-1', '', '1,000', 'two', 'Infinity'])(
    'concern their sales order alone when the quantity is "%s"',
    async (Items) => {
      const { rows, unreadable } = await read({ ...GOOD, Order: 'SO-2', Items }, GOOD);
      expect(rows).toEqual([['SO-1', Date.parse('2026-03-02T09:00:00Z'), 2]]);
      expect([...unreadable].map(([number, { message }]) => [number, message])).toEqual([
        ['SO-2', 'Report "Some report" shows no quantity in column "Items" for sales order SO-2.'],
      ]);
    },
  );

  it('are told with every fault at once, and never with what the cell holds', async () => {
    const bad = { Order: 'SO-2', Date: 'Ann Example', Items: 'secret' };
    const { unreadable } = await read(GOOD, bad, { ...bad, Items: '1' });
    expect(unreadable.get('SO-2')?.message).toBe(
      'Report "Some report" shows no time in column "Date" and no quantity in column "Items" for sales order SO-2.',
    );
  });

  it('that say nothing yet are neither good nor bad', async () => {
    await expect(read({ Order: 'SO-2', Date: '', Items: '' })).resolves.toEqual({
      rows: [],
      unreadable: new Map(),
    });
  });

  it('of several sales orders of which none can be read are a fault of the report', async () => {
    const bad = { ...GOOD, Date: '9:00 AM' };
    await expect(read(bad, { ...bad, Order: 'SO-2' })).rejects.toThrow(ReportUnusable);
    await expect(read(bad, bad)).resolves.toMatchObject({ rows: [] });
  });

  it('of despatches are handed over although their time cannot be read', async () => {
    const { columns } = rules().despatch.reports.summary;
    const labels = Object.values(columns).flatMap((label) => label ?? []);
    const printed = (number: string, date: string): Printed => ({
      ...Object.fromEntries(labels.map((label) => [label, ''])),
      [columns.salesOrderNumber]: number,
      [columns.despatchNumber]: `D-${number}`,
      [columns.despatchedAt]: date,
    });
    const client = clientOf([
      printed('SO-1', "'02/03/2026 09:00'"),
      printed('SO-2', '9:00 AM'),
      printed('SO-3', ''),
    ]);
    const from = Date.parse('2026-03-02T08:00:00Z');
    const rows = await despatchedRows({ client, timeZone: 'Europe/London' }, rules(), { from });
    expect(rows.map(({ number, at }) => [number, at])).toEqual([
      ['SO-1', from + 3_600_000],
      ['SO-2', from],
    ]);
  });
});
