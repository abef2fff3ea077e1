import { isDeactivated } from '../../shared/src/peoplevox/item-code';
import type { Rules } from '../../shared/src/configuration';
import {
  and,
  before,
  cell,
  equals,
  onOrAfter,
  reportColumnList,
  reportField,
  type PeoplevoxClient,
  type Row,
} from '../../shared/src/peoplevox';
import type { SeenStock, SeenTime } from './observations';

/** Units that the test order takes at most, and as many to be sure. */
const ENOUGH = 4;
const LOOKED_THROUGH = 200;
const SPAN_MS = 10 * 60_000;

type Client = Pick<PeoplevoxClient, 'getReportData'>;

interface Place {
  readonly rules: Rules;
  readonly site: string;
}

/** An item that the site has enough of; `wanted`: this one, if it has. */
export async function findItem(
  client: Client,
  { rules, site }: Place,
  wanted?: string,
): Promise<string | undefined> {
  const { name, columns } = rules.inventory.reports.summary;
  const { rows } = await client.getReportData({
    templateName: name,
    pageNo: 1,
    itemsPerPage: LOOKED_THROUGH,
    ...(wanted !== undefined && { searchClause: equals(reportField(columns.itemCode), wanted) }),
  });
  return rows
    .filter(
      (row) => cell(row, columns.site).trim() === site && Number(cell(row, columns.available)) >= ENOUGH,
    )
    .map((row) => cell(row, columns.itemCode).trim())
    .find((code) => code !== '' && !isDeactivated(code) && !/["\\]/.test(code));
}

/** Stock of an item at a site; undefined: the report has no such row. */
export async function readStock(
  client: Client,
  { rules, site }: Place,
  itemCode: string,
): Promise<SeenStock | undefined> {
  const { name, columns } = rules.inventory.reports.summary;
  const searchClause = equals(reportField(columns.itemCode), itemCode);
  const { rows } = await client.getReportData({
    templateName: name,
    pageNo: 1,
    itemsPerPage: 100,
    searchClause,
  });
  const row = rows.find((candidate) => cell(candidate, columns.site).trim() === site);
  if (row === undefined) return undefined;
  return {
    available: Number(cell(row, columns.available)),
    onHand: numberIn(row, 'On hand'),
    allocated: numberIn(row, 'Allocated'),
  };
}

/** Names by default; the rules know no other, as the connector does not read them (facts/peoplevox §8). */
function numberIn(row: Row, column: string): number | undefined {
  const text = cell(row, column).trim();
  return text === '' ? undefined : Number(text);
}

/** The newest change of an item that changed at `at`; undefined: none is shown. */
export async function readTime(
  client: Client,
  { rules, zone }: { readonly rules: Rules; readonly zone: string },
  itemCode: string,
  at: number,
): Promise<SeenTime | undefined> {
  const { name, columns } = rules.inventory.reports.changes;
  const item = equals(reportField(columns.itemCode), itemCode);
  const time = reportField(columns.timestamp);
  const newest = (searchClause: string) =>
    client.getReportData({
      templateName: name,
      pageNo: 1,
      itemsPerPage: 1,
      searchClause,
      orderBy: `${time.text} desc`,
      columns: reportColumnList([columns.itemCode, columns.timestamp]),
    });
  const [row] = (await newest(item)).rows;
  if (row === undefined) return undefined;
  const around = and(item, onOrAfter(time, at - SPAN_MS, zone), before(time, at + SPAN_MS, zone));
  return {
    printed: cell(row, columns.timestamp),
    at,
    foundByClause: (await newest(around)).rows.length > 0,
  };
}
