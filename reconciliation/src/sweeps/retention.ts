import {
  AUDIT_CONTAINER,
  isIn,
  OwnDocument,
  quoted,
  type Documents,
} from 'peoplevox-connector-shared/commercetools';
import { LEDGER_CONTAINER } from 'peoplevox-connector-shared/orders';
import { CAPTURES_CONTAINER, MONTH_END_CONTAINER } from 'peoplevox-connector-shared/despatch';
import { exceptionContainer } from 'peoplevox-connector-shared/exceptions';
import { inFlight } from 'peoplevox-connector-shared/runtime';
import * as z from 'zod';
import { nothing, type Pass, type Sweep } from '../sweep';

const DAY = 86_400_000;
const AUDIT_DAYS = 30;
/** Documents that one run removes of each kind; the others go at the next runs. */
const MOST = 2_000;
const AT_A_TIME = 10;

const memory = z.object({ schemaVersion: z.literal(1), doneAt: z.number() });

/** Ledger states in which nothing is waited for. */
const FINISHED: [string, ...string[]] = ['exported', 'cancelled', 'ignored'];

/**
 * Once a day: removes resolved exceptions, the ledger entries of finished orders, the memory of captures and prepared months
 * after `retentionDays`, and audit records after 30 days. An order whose entry is gone is known by its mark and by Peoplevox
 * itself, what was captured by the Charges of its payment.
 */
export function createRetentionSweep(documents: Documents): Sweep {
  /** True: none is left. */
  async function removeAll(
    pass: Pass,
    container: string,
    where: string,
  ): Promise<{ removed: number; isAll: boolean }> {
    const old: { key: string; version: number }[] = [];
    for await (const { key, version } of documents.list(container, where)) {
      old.push({ key, version });
      if (old.length === MOST) break;
    }
    let removed = 0;
    await inFlight(old, AT_A_TIME, async ({ key, version }) => {
      pass.lease.assertHeld();
      // What changed meanwhile is not old any more: it rejects, and the next run looks again.
      if (await documents.remove(container, key, version)) removed += 1;
    });
    return { removed, isAll: old.length < MOST };
  }

  return {
    name: 'retention',
    asksPeoplevox: false,
    isOn: () => true,
    run: async (pass) => {
      const document = new OwnDocument(documents, 'reconciliation-retention', memory, () =>
        pass.lease.assertHeld(),
      );
      const doneAt = (await document.load())?.doneAt ?? 0;
      if (pass.now() - doneAt < DAY) return { ...nothing, outcome: 'done' };
      const before = (days: number) =>
        `lastModifiedAt < ${quoted(new Date(pass.now() - days * DAY).toISOString())}`;
      const { retentionDays } = pass.rules;
      const kinds = {
        exceptions: [exceptionContainer, `value(status = "resolved") and ${before(retentionDays)}`],
        ledger: [
          LEDGER_CONTAINER,
          `value(${isIn('state', FINISHED)} and held is empty) and ${before(retentionDays)}`,
        ],
        captures: [CAPTURES_CONTAINER, before(retentionDays)],
        monthEnd: [MONTH_END_CONTAINER, before(retentionDays)],
        audit: [AUDIT_CONTAINER, before(AUDIT_DAYS)],
      } as const;
      const details: Record<string, number> = {};
      let isDone = true;
      for (const [kind, [container, where]] of Object.entries(kinds)) {
        const { removed, isAll } = await removeAll(pass, container, where);
        details[kind] = removed;
        isDone &&= isAll;
      }
      if (isDone) await document.save({ schemaVersion: 1, doneAt: pass.now() });
      return { ...nothing, outcome: isDone ? 'done' : 'continues', details };
    },
  };
}
