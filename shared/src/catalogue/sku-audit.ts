import { isDeepStrictEqual } from 'node:util';
import type { ByProjectKeyRequestBuilder } from '@commercetools/platform-sdk';
import type { Documents } from '../commercetools/documents';
import { keepLease } from '../commercetools/keep-lease';
import { withLease, type Lease } from '../commercetools/lease';
import { keepRuns } from '../commercetools/run-log';
import type { ServerClock } from '../commercetools/server-clock';
import type { Rules } from '../configuration/rules';
import type { ExceptionStore, Finding, Subject } from '../exceptions/exception';
import type { OutageWatch } from '../exceptions/outage';
import type { PeoplevoxClient } from '../peoplevox/client';
import { PeoplevoxError } from '../peoplevox/errors';
import { sleep } from '../runtime/clock';
import type { Log } from '../runtime/log';
import { wordsOf } from '../runtime/words-of';
import { runName, type World } from '../runtime/world';
import type { AuditContext, HoldStock } from './context';
import { createItemTypes, ITEM_TYPES, ItemTypesUnusable } from './item-types';
import { createPace } from './pace';
import { readRequest, removeRequest } from './requests';
import { runAudit } from './run-audit';
import { auditDue, auditStateDocument, GOES_ON, readingTerms, type AuditState, type Run } from './state';
import { summaryOf, type AuditSummary } from './summary';

interface SkuAuditParts {
  readonly api: ByProjectKeyRequestBuilder;
  readonly documents: Documents;
  readonly exceptions: ExceptionStore;
  readonly outage: OutageWatch;
  /** Rejects with RulesUnavailable when none are known. */
  readonly rules: () => Promise<Rules>;
  readonly client: PeoplevoxClient;
  readonly serverClock: ServerClock;
  /** Whether orders wait for calls to Peoplevox. */
  readonly ordersWait: () => Promise<boolean>;
  readonly holdStock: HoldStock;
  readonly world: Pick<World, 'clock' | 'random'>;
  readonly log: Log;
  /** Who works, for people who look at the lease. */
  readonly holder: string;
  /** Least time between two calls to Peoplevox, milliseconds: it leaves calls for the other jobs. */
  readonly callEveryMs: number;
  /** Requests to commercetools at a time. */
  readonly cap?: number;
  /** When a tick stops and leaves the rest to the next one; 24 minutes if not given. */
  readonly tickMs?: number;
}

/** `idle`: no audit is due. `busy`: another tick is at work. `failed`: nothing is lost, the next tick goes on. */
export interface AuditTick {
  readonly outcome: 'done' | 'continues' | 'idle' | 'busy' | 'failed';
  readonly summary?: AuditSummary;
  readonly reason?: string;
}

export interface SkuAudit {
  /** One tick of the schedule. Any number of them may be asked for at once; one works. */
  tick(): Promise<AuditTick>;
}

export const AUDIT_RUNS = 'sku-audit-runs';
const LEASE = { container: 'peoplevox-connector', key: 'sku-audit-lease', ttlMs: 90_000 };
const RENEW_MS = 30_000;
const CAP = 8;
/** Connect ends a job after 30 minutes (facts/commercetools §2). */
const TICK_MS = 24 * 60_000;
/** A short outage must not cost a whole day's audit. */
const REST_MS = 30_000;
const subject: Subject = { type: 'report', key: ITEM_TYPES };

export function createSkuAudit(parts: SkuAuditParts): SkuAudit {
  const { documents, world, log, exceptions, outage, cap = CAP, tickMs = TICK_MS } = parts;
  const pace = createPace({ clock: world.clock, everyMs: parts.callEveryMs, ordersWait: parts.ordersWait });

  async function leased(rules: Rules): Promise<AuditTick> {
    const terms = { ...LEASE, holder: parts.holder };
    const result = await withLease(documents, world, terms, async (lease) => {
      const stop = keepLease(world.clock, lease, RENEW_MS);
      try {
        return await work(rules, lease);
      } finally {
        await stop();
      }
    });
    return result === 'busy' ? { outcome: 'busy' } : result;
  }

  async function work(rules: Rules, lease: Lease): Promise<AuditTick> {
    const own = auditStateDocument(documents, () => lease.assertHeld());
    const serverTime = await parts.serverClock();
    const offset = serverTime - world.clock.now();
    const now = () => world.clock.now() + offset;
    const state: AuditState = (await own.load()) ?? { schemaVersion: 1 };
    const request = await readRequest(documents);
    const due = auditDue({ state, rules, isRequested: request !== undefined, now: now() });
    if (due === undefined) return { outcome: 'idle', reason: 'No audit is due.' };
    const run = due === GOES_ON && state.current !== undefined ? state.current : newRun(due, rules, now());
    const begun: AuditState = { ...state, current: run, lastStartedAt: run.startedAt };
    if (due !== GOES_ON) await own.save(begun);
    if (request !== undefined) await removeRequest(documents, request);

    let calls = 0;
    const beforeCall = async () => {
      await pace();
      lease.assertHeld();
      calls += 1;
    };
    const context: AuditContext = {
      ...parts,
      rules,
      areRulesOld: async () => !isDeepStrictEqual(await parts.rules(), rules),
      run,
      state,
      now,
      cap,
      beforeCall,
      itemTypes: createItemTypes({
        client: parts.client,
        rules,
        beforeCall,
        rest: () => sleep(world.clock, REST_MS),
      }),
      calls: () => calls,
      end: world.clock.now() + tickMs,
      assertHeld: () => lease.assertHeld(),
      saveState: (after) => own.save(after),
    };
    return audited(context, begun);
  }

  async function audited(context: AuditContext, begun: AuditState): Promise<AuditTick> {
    const beganAt = world.clock.now();
    const { run, calls, saveState, now } = context;
    try {
      const summary = await runAudit(context);
      if (summary.outcome === 'continues')
        await saveState({ ...begun, current: { ...run, calls: run.calls + calls(), steppedAt: now() } });
      await note(summary);
      await outage.succeeded();
      await exceptions.resolve('report-unusable', subject, 'It could be read again.');
      return { outcome: summary.outcome, summary };
    } catch (error) {
      const failure = wordsOf(error);
      await note({ ...summaryOf(context, beganAt), outcome: 'failed', failure });
      if (error instanceof PeoplevoxError) await outage.failed(error.kind);
      if (error instanceof ItemTypesUnusable) await exceptions.raise(unusable(error.message));
      throw error;
    }
  }

  async function note(summary: AuditSummary): Promise<void> {
    const { faults, trend, severities, exceptions: told, itemTypes, ...figures } = summary;
    log.info('SKU audit.', {
      ...figures,
      ...prefixed('faults', faults),
      ...prefixed('trend', trend),
      ...prefixed('severity', severities),
      ...prefixed('exceptions', told),
      ...prefixed('itemTypes', itemTypes),
    });
    await keepRuns(documents, world, AUDIT_RUNS, [summary]);
  }

  function newRun(reason: string, rules: Rules, now: number): Run {
    return { run: runName(now, world.random), reason, startedAt: now, terms: readingTerms(rules), calls: 0 };
  }

  return {
    tick: async () => {
      try {
        return await leased(await parts.rules());
      } catch (error) {
        const reason = wordsOf(error);
        log.error('The SKU audit could not go on; the next tick takes it up.', { reason });
        return { outcome: 'failed', reason };
      }
    },
  };
}

function prefixed(name: string, figures: object | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(figures ?? {}).map(([key, value]) => [`${name}.${key}`, String(value)]),
  );
}

function unusable(message: string): Finding {
  return {
    code: 'report-unusable',
    subject,
    message: `${message} SKUs are not compared until it can be read.`,
    fix: `Configure the template "${ITEM_TYPES}" under Integrations > Integration templates with at least ItemCode, Barcode and UnitOfMeasure, or name the tenant's own labels in "columnNames" of the configuration; let the API user see all Item types.`,
  };
}
