import type { Rules } from '../configuration/rules';
import type { PeoplevoxClient } from '../peoplevox/client';
import { fromPeoplevox } from '../peoplevox/dates';
import {
  createReportReader,
  isLastReportPage,
  ReportUnusable,
  type Cells,
  type ReportPage,
} from '../peoplevox/report-reader';
import { isSearchable, oneOf, onOrAfter, reportField } from '../peoplevox/search-clause';
import { inChunks } from '../runtime/in-flight';
import { isStock } from './candidates';

/** Available units of an ItemCode at a site, as a report shows them. */
export interface Reading {
  readonly site: string;
  readonly sku: string;
  /** Units of the ItemCode; negative after a stock take that found too little. */
  readonly available: number;
}

/** A row of the report of changes. */
export interface Change extends Reading {
  /** Milliseconds since the epoch, of a time that may be printed to the minute only. */
  readonly at: number;
  /** In the report's words; empty where it has no such column. */
  readonly activity: string;
}

interface ReportsParts {
  readonly client: Pick<PeoplevoxClient, 'streamReportData' | 'getReportColumns'>;
  /** IANA zone of the dates that Peoplevox reads and prints. */
  readonly timeZone: string;
  /** Called before each call to Peoplevox. */
  readonly onCall: () => void;
}

export interface Reports {
  /** Changes at or after `since` (milliseconds since the epoch), oldest first. */
  changes(rules: Rules, since: number, limit: number): Promise<readonly Change[] | 'too-many'>;
  /** One page of all stock, by ItemCode; `pageNo` from 1. */
  summary(rules: Rules, pageNo: number): Promise<ReportPage<Reading>>;
  /** Stock of these ItemCodes now. Codes that Peoplevox cannot be asked for are left out. */
  stockOf(rules: Rules, itemCodes: readonly string[]): Promise<readonly Reading[]>;
}

const TERMS = 100;

export function createReports({ client, timeZone, onCall }: ReportsParts): Reports {
  const reader = createReportReader(client, onCall);

  return {
    changes: async (rules, since, limit) => {
      const report = rules.inventory.reports.changes;
      const { timestamp } = report.columns;
      const query = {
        searchClause: onOrAfter(reportField(timestamp), since, timeZone),
        orderBy: `${reportField(timestamp).text} asc`,
      };
      const changes: Change[] = [];
      for (let pageNo = 1; ; pageNo += 1) {
        const page = await reader.page(report, { pageNo, ...query }, (cells) => ({
          ...readingOf(report.name, rules, cells),
          at: timeOf(report.name, cells('timestamp'), timeZone),
          activity: report.columns.activity === null ? '' : cells('activity'),
        }));
        if (page.total > limit) return 'too-many';
        changes.push(...page.rows);
        if (isLastReportPage(report.name, page, changes.length)) return changes;
      }
    },
    summary: (rules, pageNo) => {
      const report = rules.inventory.reports.summary;
      const orderBy = `${reportField(report.columns.itemCode).text} asc`;
      return reader.page(report, { pageNo, orderBy }, (cells) => readingOf(report.name, rules, cells));
    },
    stockOf: async (rules, itemCodes) => {
      const report = rules.inventory.reports.summary;
      const field = reportField(report.columns.itemCode);
      const found: Reading[] = [];
      for (const some of inChunks(itemCodes.filter(isSearchable), TERMS)) {
        const query = { searchClause: oneOf(field, some), orderBy: `${field.text} asc` };
        found.push(...(await reader.all(report, query, (cells) => readingOf(report.name, rules, cells))));
      }
      return found;
    },
  };
}

/** A row that counts and has no quantity ends the reading: left out, it would look as if Peoplevox had none. */
function readingOf(
  report: string,
  rules: Rules,
  cells: Cells<{ itemCode: string; available: string; site: string }>,
): Reading {
  const text = cells('available').trim();
  const place = { site: cells('site').trim(), sku: cells('itemCode').trim() };
  const available = Number(text);
  if (text !== '' && Number.isFinite(available)) return { ...place, available };
  if (!isImported(place, rules)) return { ...place, available: 0 };
  throw new ReportUnusable(
    report,
    `Report "${report}" shows the available quantity "${text}" of item ${place.sku} at site ${place.site}, which is no number. No stock is imported until it is one: correct it in Peoplevox, or in the report.`,
  );
}

function isImported({ site, sku }: Pick<Reading, 'site' | 'sku'>, rules: Rules): boolean {
  return (
    isStock(sku, rules.notShippedByPeoplevox.skuPrefixes) &&
    rules.sites.some(({ reference }) => reference === site)
  );
}

function timeOf(report: string, text: string, timeZone: string): number {
  const at = fromPeoplevox(text, timeZone);
  if (at === undefined)
    throw new ReportUnusable(report, `Report "${report}" shows a time of change in an unknown form.`);
  return at;
}
