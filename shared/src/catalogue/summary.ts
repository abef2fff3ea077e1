import type { AuditContext } from './context';
import type { SkuFinding } from './weigh';
import { severities, type Severity } from './facts';

/** What an audit left behind: in the answer, the log, and the last 100 in `peoplevox-connector` / `sku-audit-runs`. */
export interface AuditSummary {
  readonly run: string;
  readonly reason: string;
  /** `continues`: goes on at the next tick. */
  readonly outcome: 'done' | 'continues' | 'failed';
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Of this tick. */
  readonly seconds: number;
  /** Calls to Peoplevox, of all ticks. */
  readonly calls: number;
  readonly pages?: number;
  readonly items?: number;
  readonly variants?: number;
  readonly withoutSku?: number;
  /** Columns that the tenant's template lacks, so that they were not compared. */
  readonly notCompared?: readonly string[];
  /** Faulty SKUs by code, and how many more or fewer than at the audit before. */
  readonly faults?: Readonly<Record<string, number>>;
  readonly trend?: Readonly<Record<string, number>>;
  readonly severities?: Readonly<Record<Severity, number>>;
  readonly exceptions?: {
    readonly raised: number;
    readonly resolved: number;
    readonly open: number;
    readonly untold: number;
  };
  readonly itemTypes?: ItemTypesSummary;
  /** Stock entries that were set to 0. */
  readonly held?: number;
  /** Why it failed. */
  readonly failure?: string;
}

export interface ItemTypesSummary {
  readonly mode: 'preview' | 'live';
  readonly planned: number;
  readonly saved: number;
  readonly refused: number;
  readonly waiting: number;
  readonly skipped: number;
}

export function summaryOf(
  { run, calls, world, now }: Pick<AuditContext, 'run' | 'calls' | 'world' | 'now'>,
  beganAt: number,
): Pick<AuditSummary, 'run' | 'reason' | 'startedAt' | 'seconds' | 'calls'> {
  const elapsed = world.clock.now() - beganAt;
  return {
    run: run.run,
    reason: run.reason,
    startedAt: new Date(Math.min(run.startedAt, now())).toISOString(),
    seconds: elapsed / 1000,
    calls: run.calls + calls(),
  };
}

/** Faulty SKUs by the code of their gravest fault. */
export function countFaults(findings: readonly SkuFinding[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { faults } of findings) counts[faults[0].code] = (counts[faults[0].code] ?? 0) + 1;
  return counts;
}

export function countSeverities(findings: readonly SkuFinding[]): Record<Severity, number> {
  const counts = Object.fromEntries(severities.map((severity) => [severity, 0])) as Record<Severity, number>;
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}

/** Change since the audit before; undefined after the first one. */
export function trendOf(
  now: Readonly<Record<string, number>>,
  before: Readonly<Record<string, number>> | undefined,
): Record<string, number> | undefined {
  if (before === undefined) return undefined;
  const codes = new Set([...Object.keys(now), ...Object.keys(before)]);
  return Object.fromEntries([...codes].map((code) => [code, (now[code] ?? 0) - (before[code] ?? 0)]));
}
