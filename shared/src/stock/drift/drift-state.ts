import * as z from 'zod';
import type { Documents } from '../../commercetools/documents';
import { OwnDocument } from '../../commercetools/own-document';
import { explanations } from './explain';

const suspect = z.object({
  site: z.string(),
  sku: z.string(),
  quantity: z.number().optional(),
  entryId: z.string().optional(),
  available: z.number().optional(),
  expected: z.number(),
});

const counts = z.record(z.enum([...explanations, 'unexplained']), z.number());
export type DriftCounts = z.output<typeof counts>;

const pass = z.object({
  run: z.string(),
  startedAt: z.number(),
  /** Next page, from 1. */
  page: z.number(),
  /** Rows of the pages before. */
  read: z.number(),
  compared: z.number(),
  explained: counts,
  /** Differences so far; explained once the pass is through. */
  suspects: z.array(suspect),
  /** Suspects that are counted only: there were too many to keep. */
  uncounted: z.number(),
});
export type DriftPass = z.output<typeof pass>;

const state = z.object({
  schemaVersion: z.literal(1),
  /** The comparison that is under way. */
  pass: pass.optional(),
  /** When the last one began. */
  lastStartedAt: z.number().optional(),
  /** Differences that nothing explained at the last look; to be looked at once more. */
  unexplained: z.array(suspect),
});
export type DriftState = z.output<typeof state>;

export function driftDocument(documents: Documents, assertHeld: () => void): OwnDocument<DriftState> {
  return new OwnDocument(documents, 'reconciliation-drift-state', state, assertHeld);
}

export function noCounts(): DriftCounts {
  return Object.fromEntries([...explanations, 'unexplained'].map((name) => [name, 0])) as DriftCounts;
}
