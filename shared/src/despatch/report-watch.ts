import type { ExceptionStore } from '../exceptions/exception';
import type { ReportUnusable } from '../peoplevox/report-reader';

/** Tells people once that a report cannot be used, and once that it can again. */
interface ReportWatch {
  failed(error: ReportUnusable): Promise<void>;
  succeeded(report: string): Promise<void>;
}

/** @param stops what does not happen meanwhile, a sentence */
export function createReportWatch(exceptions: ExceptionStore, stops: string): ReportWatch {
  // A new process does not know what an earlier one raised: its first success looks.
  const wellKnown = new Set<string>();

  return {
    failed: async ({ report, message }) => {
      wellKnown.delete(report);
      await exceptions.raise({
        code: 'report-unusable',
        subject: { type: 'report', key: report },
        message: `${message} ${stops}`,
        fix: `Restore the report "${report}" in Peoplevox and let the API user see it, or name the tenant's own report and columns under despatch.reports in the configuration.`,
      });
    },
    succeeded: async (report) => {
      if (wellKnown.has(report)) return;
      await exceptions.resolve(
        'report-unusable',
        { type: 'report', key: report },
        'What is read from it could be read again.',
      );
      wellKnown.add(report);
    },
  };
}
