import type { ExceptionCode } from './codes';
import type { ExceptionStore, Subject } from './exception';

/** Part `silence` of the rules document. */
export interface SilenceTerms {
  readonly orderExportMinutes: number;
  readonly despatchProcessorMinutes: number;
  readonly inventoryImportMinutes: number;
  readonly skuAuditHours: number;
  readonly reconciliationMinutes: number;
  readonly callbacksMinutes: number;
}

/** Whether something is silent, and how that shows. */
export interface Verdict {
  readonly code: Extract<ExceptionCode, 'app-silent' | 'stock-stale' | 'callbacks-silent'>;
  readonly subject: Subject;
  /** Undefined: all is well. */
  readonly silent: { readonly message: string; readonly fix: string } | undefined;
}

/** What is known of the life of the applications. All times: milliseconds since the epoch, commercetools' clock. */
export interface LifeFacts {
  readonly now: number;
  /** When the connector was installed: what never showed life is measured from there. */
  readonly installedAt: number;
  /** Last sign of life; undefined: never any. */
  readonly orderExport: number | undefined;
  readonly despatchProcessor: number | undefined;
  readonly inventoryImport: number | undefined;
  readonly skuAudit: number | undefined;
  /**
   * End of the last stock run that was completed, undefined until everything was compared once, and how old that may be;
   * undefined: stock is not imported.
   */
  readonly stock:
    { readonly completedAt: number | undefined; readonly staleAfterMinutes: number } | undefined;
  /** The last change of an order that reconciliation had to export. */
  readonly missedOrder: number | undefined;
  /** Since when the oldest hint that is due waits; undefined: none does, or despatches are not booked. */
  readonly oldestHint: number | undefined;
  /** The oldest despatch that reconciliation found unannounced. */
  readonly unannounced: number | undefined;
  readonly lastCallback: number | undefined;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LOOK = 'Look at its deployment in Connect and at its log; deploy it again if it has stopped.';

/** Pure: who is silent. `reconciliation` itself is judged by `reconciliationSilence`. */
export function judgeSilence(facts: LifeFacts, terms: SilenceTerms): Verdict[] {
  return [
    orderExport(facts, terms),
    despatchProcessor(facts, terms),
    ...inventoryImport(facts, terms),
    skuAudit(facts, terms),
    callbacks(facts, terms),
  ];
}

/** Pure: whether reconciliation is silent, as seen by inventory-import. One that never lived is not deployed. */
export function reconciliationSilence(
  lastAt: number | undefined,
  { reconciliationMinutes }: SilenceTerms,
  now: number,
): Verdict {
  const isSilent = lastAt !== undefined && now - lastAt > reconciliationMinutes * MINUTE;
  return app(
    'reconciliation',
    isSilent,
    () =>
      `It has not ended a run since ${iso(lastAt)}. Nothing that the flows miss is found, and nobody is told of exceptions`,
  );
}

/** An event application lives when there are events: silence shows in orders that nobody else exported. */
function orderExport(
  { now, orderExport: lastAt, missedOrder, installedAt }: LifeFacts,
  terms: SilenceTerms,
): Verdict {
  const seenAt = lastAt ?? installedAt;
  const isSilent =
    missedOrder !== undefined && missedOrder > seenAt && now - seenAt > terms.orderExportMinutes * MINUTE;
  return app(
    'order-export',
    isSilent,
    () =>
      `Orders changed after its last sign of life at ${iso(seenAt)}, and only reconciliation exported them, minutes later. Check that the Subscription peoplevox-order-export exists and is healthy`,
  );
}

function despatchProcessor({ now, oldestHint }: LifeFacts, terms: SilenceTerms): Verdict {
  const isSilent = oldestHint !== undefined && now - oldestHint > terms.despatchProcessorMinutes * MINUTE;
  return app(
    'despatch-processor',
    isSilent,
    () =>
      `A hint of Peoplevox that it should have worked waits since ${iso(oldestHint)}. Despatches arrive late`,
  );
}

function inventoryImport(
  { now, installedAt, inventoryImport: lastAt, stock }: LifeFacts,
  terms: SilenceTerms,
): Verdict[] {
  const seenAt = lastAt ?? installedAt;
  const isSilent = stock !== undefined && now - seenAt > terms.inventoryImportMinutes * MINUTE;
  const verdict = app(
    'inventory-import',
    isSilent,
    () => `It has not begun a run since ${iso(seenAt)}. Stock in commercetools is not brought up to date`,
  );
  const isStale =
    stock?.completedAt !== undefined && now - stock.completedAt > stock.staleAfterMinutes * MINUTE;
  return [
    verdict,
    {
      code: 'stock-stale',
      subject: { type: 'app', key: 'inventory-import' },
      silent: isStale
        ? {
            message: `No stock run has been completed for more than ${stock.staleAfterMinutes} minutes; commercetools sells by old figures.`,
            fix: 'Look at the other open exceptions and at the log of inventory-import.',
          }
        : undefined,
    },
  ];
}

/** Optional: one that never lived is not deployed. */
function skuAudit({ now, skuAudit: lastAt }: LifeFacts, terms: SilenceTerms): Verdict {
  const isSilent = lastAt !== undefined && now - lastAt > terms.skuAuditHours * HOUR;
  return app('sku-audit', isSilent, () => `It has shown no life since ${iso(lastAt)}. SKUs are not compared`);
}

function callbacks(
  { now, unannounced, lastCallback }: LifeFacts,
  { callbacksMinutes }: SilenceTerms,
): Verdict {
  const isSilent =
    unannounced !== undefined &&
    unannounced > (lastCallback ?? 0) &&
    now - (lastCallback ?? unannounced) > callbacksMinutes * MINUTE;
  const since =
    lastCallback === undefined
      ? 'No callback has ever arrived'
      : `No callback has arrived since ${iso(lastCallback)}`;
  return {
    code: 'callbacks-silent',
    subject: { type: 'app', key: 'despatch-processor' },
    silent: isSilent
      ? {
          message: `${since}, though Peoplevox despatched sales orders of ours. They are booked by reconciliation, some minutes late.`,
          fix: 'Deploy despatch-processor again so that the callbacks are subscribed anew; check that its address can be reached and that PEOPLEVOX_CALLBACK_SECRET was not changed without a deployment.',
        }
      : undefined,
  };
}

function app(application: string, isSilent: boolean, message: () => string): Verdict {
  return {
    code: 'app-silent',
    subject: { type: 'app', key: application },
    silent: isSilent ? { message: `${application} is silent. ${message()}.`, fix: LOOK } : undefined,
  };
}

function iso(at: number | undefined): string {
  return at === undefined ? 'ever' : new Date(at).toISOString();
}

/** Raises what is silent and resolves what is not. */
export async function tellSilence(exceptions: ExceptionStore, verdicts: readonly Verdict[]): Promise<number> {
  let silent = 0;
  for (const { code, subject, silent: words } of verdicts) {
    if (words === undefined)
      await exceptions.resolve(code, subject, 'Nothing shows that it is silent any more.');
    else await exceptions.raise({ code, subject, ...words });
    silent += words === undefined ? 0 : 1;
  }
  return silent;
}
