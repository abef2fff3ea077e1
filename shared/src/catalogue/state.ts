import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Documents } from '../commercetools/documents';
import { OwnDocument } from '../commercetools/own-document';
import type { Rules } from '../configuration/rules';
import { ITEM_TYPES } from './item-types';

const run = z.object({
  run: z.string(),
  /** Why it is made, for people. */
  reason: z.string(),
  /** Milliseconds since the epoch, commercetools' clock. */
  startedAt: z.number(),
  /** When a tick last left it to the next one with more read than before. */
  steppedAt: z.number().optional(),
  /** What the pages that it keeps depend on (readingTerms). */
  terms: z.string(),
  /** Calls to Peoplevox of earlier ticks. */
  calls: z.number(),
});
export type Run = z.output<typeof run>;

const state = z.object({
  schemaVersion: z.literal(1),
  /** Under way. */
  current: run.optional(),
  /** The last one that was begun and the last one that was completed. */
  lastStartedAt: z.number().optional(),
  last: z.object({ run: z.string(), faults: z.record(z.string(), z.number()) }).optional(),
  /** Rules under which a preview of Item types was completed (itemTypeTerms). */
  previewed: z.string().optional(),
});
export type AuditState = z.output<typeof state>;

export function auditStateDocument(documents: Documents, assertHeld: () => void): OwnDocument<AuditState> {
  return new OwnDocument(documents, 'sku-audit', state, assertHeld);
}

/** Fingerprint of the rules that decide what is read of an Item type. */
export function readingTerms({ columnNames, skuAudit }: Rules): string {
  return fingerprint([columnNames[ITEM_TYPES], skuAudit.itemTypes.mode === 'off']);
}

/** Fingerprint of the rules that decide what is written of an Item type. */
export function itemTypeTerms({ columnNames, skuAudit, notShippedByPeoplevox }: Rules): string {
  const { mode: _mode, ...itemTypes } = skuAudit.itemTypes;
  return fingerprint([columnNames[ITEM_TYPES], skuAudit.barcodeAttribute, itemTypes, notShippedByPeoplevox]);
}

function fingerprint(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

interface DueFacts {
  readonly state: AuditState;
  readonly rules: Rules;
  readonly isRequested: boolean;
  readonly now: number;
}

/** What was read longer ago is not gone by any more. */
const OLD_MS = 3 * 86_400_000;

/** Why an audit must begin now; `goes-on`: the one under way does; undefined: nothing to do. */
export function auditDue({ state: known, rules, isRequested, now }: DueFacts): string | undefined {
  const { current, lastStartedAt } = known;
  if (isRequested) return 'a person asked for it';
  if (current !== undefined) {
    if (current.terms !== readingTerms(rules)) return 'the rules changed while one was under way';
    return now - (current.steppedAt ?? current.startedAt) < OLD_MS
      ? GOES_ON
      : 'the one under way has not got on for three days';
  }
  if (lastStartedAt === undefined) return 'the first one';
  const { everyHours } = rules.skuAudit;
  return now - lastStartedAt >= everyHours * 3_600_000
    ? `the last one began ${everyHours} hours ago or more`
    : undefined;
}

export const GOES_ON = 'goes-on';
