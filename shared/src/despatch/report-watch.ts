import type { ExceptionStore } from '../exceptions/exception';
import { ReportUnusable } from '../peoplevox/report-reader';
import type { Failure } from './outcome';

/** Tells people once that a report or template cannot be used, and once that it can again. */
interface ReportWatch {
  /**
   * What `read` brings; a Failure where a report or template cannot be used.
   * @param readFrom names of the reports and templates that it was read from
   */
  watched<T extends object>(
    read: () => Promise<T>,
    readFrom: (result: T) => readonly string[],
  ): Promise<T | Failure>;
}

/** Of the reports and of the templates that one booking reads. @param stops what does not happen meanwhile, a sentence */
export function createReportWatches(
  exceptions: ExceptionStore,
  stops: string,
): { readonly reports: ReportWatch; readonly templates: ReportWatch } {
  return {
    reports: createWatch(exceptions, { stops, fix: reportFix }),
    templates: createWatch(exceptions, { stops, fix: templateFix }),
  };
}

interface ReportWords {
  readonly stops: string;
  readonly fix: (report: string) => string;
}

function createWatch(exceptions: ExceptionStore, { stops, fix }: ReportWords): ReportWatch {
  // A new process does not know what an earlier one raised: its first success looks.
  const wellKnown = new Set<string>();

  async function failed({ report, message }: ReportUnusable): Promise<Failure> {
    wellKnown.delete(report);
    await exceptions.raise({
      code: 'report-unusable',
      subject: { type: 'report', key: report },
      message: `${message} ${stops}`,
      fix: fix(report),
    });
    return { kind: 'failed', reason: message };
  }

  async function succeeded(report: string): Promise<void> {
    if (wellKnown.has(report)) return;
    await exceptions.resolve(
      'report-unusable',
      { type: 'report', key: report },
      'What is read from it could be read again.',
    );
    wellKnown.add(report);
  }

  return {
    watched: async (read, readFrom) => {
      try {
        const result = await read();
        for (const report of readFrom(result)) await succeeded(report);
        return result;
      } catch (error) {
        if (error instanceof ReportUnusable) return failed(error);
        throw error;
      }
    },
  };
}

function reportFix(report: string): string {
  return `Restore the report "${report}" in Peoplevox and let the API user see it, or name the tenant's own report and columns under despatch.reports in the configuration.`;
}

function templateFix(template: string): string {
  return `Add to the template "${template}" under Integrations > Integration templates in Peoplevox what the message names and let the API user see it, or name the tenant's own labels under columnNames in the configuration.`;
}
