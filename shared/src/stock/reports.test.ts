import { rulesSchema } from '../configuration/rules';
import type { GetReportRequest, Row } from '../peoplevox/client';
import { PeoplevoxError } from '../peoplevox/errors';
import { ReportUnusable } from '../peoplevox/report-reader';
import { reportField, Unsearchable } from '../peoplevox/search-clause';
import { createReports } from './reports';

const rules = rulesSchema.parse({});
const row = (code: string, available: string, more: Row = {}): Row => ({
  'Item code': code,
  'Item current available quantity': available,
  Available: available,
  Timestamp: "'02/03/2026 09:15'",
  'Site reference': 'PrimarySite',
  ...more,
});

/** @param hidden rows that are counted and never shown */
function setUp(
  answer: (request: GetReportRequest) => readonly Row[] | Error,
  known: readonly string[] = [],
  hidden = 0,
) {
  const requests: GetReportRequest[] = [];
  let calls = 0;
  const reports = createReports({
    timeZone: 'Europe/London',
    onCall: () => {
      calls += 1;
    },
    client: {
      streamReportData: async (request, onRow) => {
        requests.push(request);
        const rows = answer(request);
        if (rows instanceof Error) throw rows;
        const from = (request.pageNo - 1) * request.itemsPerPage;
        rows.slice(from, from + request.itemsPerPage).forEach(onRow);
        return { totalCount: rows.length + hidden };
      },
      getReportColumns: async () => known,
    },
  });
  return { reports, requests, calls: () => calls };
}

const refused = new PeoplevoxError('refused', 'GetReportData', 'No such column.');
const throttled = new PeoplevoxError('throttled', 'GetReportData', 'Too many requests.');

describe('the report of changes', () => {
  it('is asked for from a time on, oldest first, all pages of it', async () => {
    const rows = Array.from({ length: 1001 }, (_, index) => row(`SKU-${index}`, String(index)));
    const { reports, requests, calls } = setUp(() => rows);
    const changes = await reports.changes(rules, Date.UTC(2026, 6, 1, 8), 5000);
    expect(changes).toHaveLength(1001);
    expect(requests[0]).toMatchObject({
      templateName: 'Incremental Changes Report v1',
      searchClause: '[Timestamp] >= DateTime(2026,07,01,09,00,00)',
      orderBy: '[Timestamp] asc',
      columns: '[Item code],[Item current available quantity],[Timestamp],[Site reference]',
    });
    expect(calls()).toBe(2);
    expect(changes[3]).toEqual({
      site: 'PrimarySite',
      sku: 'SKU-3',
      available: 3,
      at: Date.UTC(2026, 2, 2, 9, 15),
      activity: '',
    });
  });

  it('is left when it is too long', async () => {
    const { reports, calls } = setUp(() => Array.from({ length: 1500 }, (_, index) => row(`S${index}`, '1')));
    expect(await reports.changes(rules, 0, 1499)).toBe('too-many');
    expect(calls()).toBe(1);
  });

  it('may have other names, in any case, and say what happened', async () => {
    const renamed = rulesSchema.parse({
      inventory: {
        reports: { changes: { name: 'Mine', columns: { available: 'FREE', activity: 'Reason' } } },
      },
    });
    const { reports, requests } = setUp(() => [row('MUG', '1', { Free: '7', reason: 'Goods in' })]);
    expect(await reports.changes(renamed, 0, 10)).toMatchObject([{ available: 7, activity: 'Goods in' }]);
    expect(requests[0]?.templateName).toBe('Mine');
  });

  it.each([
    ['a time', row('MUG', '1', { Timestamp: 'yesterday' })],
    ['a quantity', row('MUG', 'many')],
    ['a missing quantity', row('MUG', '')],
  ])('is unusable with %s that cannot be read', async (_what, bad) => {
    await expect(setUp(() => [bad]).reports.changes(rules, 0, 10)).rejects.toThrow(ReportUnusable);
  });
});

it.each(['Free', ' Free (all)', '', ' ', '[Free]', 'a"b', 'a\\b', 'a\tb', 'a\u0085b', 'a\u2028b'])(
  'a column named %j is a fault of the rules if no search can name it',
  (available) => {
    const { success } = rulesSchema.safeParse({
      inventory: { reports: { summary: { columns: { available } } } },
    });
    if (success) expect(reportField(available).text).toBe(`[${available}]`);
    else expect(() => reportField(available)).toThrow(Unsearchable);
  },
);

describe('a row without a quantity', () => {
  it('is named with its item and site, for nothing is imported until it is mended', async () => {
    const { reports } = setUp(() => [row('CUP', '1'), row('MUG', ' ')]);
    await expect(reports.summary(rules, 1)).rejects.toThrow(
      'Report "Item inventory summary" shows the available quantity "" of item MUG at site PrimarySite, which is no number. No stock is imported until it is one: correct it in Peoplevox, or in the report.',
    );
  });

  it.each([
    ['of a site of Peoplevox itself', { 'Site reference': 'SystemSite' }],
    ['of a site that the rules do not list', { 'Site reference': 'Elsewhere' }],
    ['of a deactivated item', { 'Item code': 'MUG~D~1' }],
    ['without item code', { 'Item code': '' }],
  ])('%s keeps no other from being read', async (_whose, cells) => {
    const { reports } = setUp(() => [row('CUP', '1'), row('MUG', '', cells)]);
    const { rows, total } = await reports.summary(rules, 1);
    expect(total).toBe(2);
    expect(rows).toMatchObject([{ sku: 'CUP', available: 1 }, { available: 0 }]);
  });
});

describe('a report that Peoplevox does not give', () => {
  it('is explained by the columns that it lacks', async () => {
    const { reports } = setUp(() => refused, ['item CODE', 'Site reference', 'On hand']);
    await expect(reports.summary(rules, 1)).rejects.toThrow(
      '"Item inventory summary" lacks the column(s) "Available"',
    );
  });

  it('is told in the words of Peoplevox when no column is missing', async () => {
    const { reports } = setUp(() => refused, ['Item code', 'Available', 'Site reference']);
    await expect(reports.summary(rules, 1)).rejects.toThrow('No such column.');
  });

  it('names every column that the rows lack', async () => {
    const { reports } = setUp(() => [{ 'Item code': 'MUG' }]);
    await expect(reports.summary(rules, 1)).rejects.toThrow('"Available", "Site reference"');
  });
});

describe('reading stock', () => {
  it('waits and goes on when Peoplevox throttles', async () => {
    let left = 3;
    const { reports } = setUp(() => (left-- > 0 ? throttled : [row('MUG', '4')]));
    expect(await reports.summary(rules, 1)).toEqual({
      total: 1,
      rows: [{ site: 'PrimarySite', sku: 'MUG', available: 4 }],
    });
  });

  it('gives up when Peoplevox throttles for good', async () => {
    await expect(setUp(() => throttled).reports.summary(rules, 1)).rejects.toThrow('Too many requests.');
  });

  it('of ItemCodes takes a call for each 100, and leaves out those that cannot be asked for', async () => {
    const codes = [...Array.from({ length: 150 }, (_, index) => `S${index}`), 'with "quotes"'];
    const { reports, requests } = setUp(({ searchClause = '' }) =>
      codes.filter((code) => searchClause.includes(`"${code}"`)).map((code) => row(code, '1')),
    );
    expect(await reports.stockOf(rules, codes)).toHaveLength(150);
    expect(requests).toHaveLength(2);
    expect(requests[0]?.searchClause).toContain('[Item code].Equals("S0")');
  });

  it('and changes does not take what does not show for gone, and names the report', async () => {
    const { reports } = setUp(() => [row('MUG', '1')], [], 1);
    const missing = (report: string) =>
      new ReportUnusable(
        report,
        `Report "${report}" is not complete: Peoplevox says that 2 rows match and shows 1 of them.`,
      );
    await expect(reports.stockOf(rules, ['MUG', 'CUP'])).rejects.toThrow(missing('Item inventory summary'));
    await expect(reports.changes(rules, 0, 10)).rejects.toThrow(missing('Incremental Changes Report v1'));
  });
});
