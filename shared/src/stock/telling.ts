import * as z from 'zod';
import type { ExceptionStore, Finding } from '../exceptions/exception';
import { exceptionContainer, exceptionKey } from '../exceptions/store';
import { isStale } from './delta-run';
import {
  appSubject,
  channelMissing,
  reportSubject,
  reportUnusable,
  siteUnlisted,
  stockStale,
} from './findings';
import { ReportUnusable } from '../peoplevox/report-reader';
import type { Session } from './session';

const open = z.object({ status: z.literal('open'), message: z.string() });

/** Sites whose stock goes nowhere: told once, not at each run. */
export async function tellSites(session: Session): Promise<void> {
  const { places, unmapped } = session.context;
  const findings = [
    ...[...unmapped].map(siteUnlisted),
    ...places.broken.map(({ site, channelKey }) => channelMissing(site, channelKey)),
  ];
  for (const finding of findings)
    if (!(await isTold(session, finding))) await session.exceptions.raise(finding);
}

async function isTold({ context }: Session, { code, subject, message }: Finding): Promise<boolean> {
  const stored = await context.documents.read<unknown>(exceptionContainer, exceptionKey(code, subject));
  return open.safeParse(stored?.value).data?.message === message;
}

export async function tellFailure(exceptions: ExceptionStore, error: unknown): Promise<void> {
  if (error instanceof ReportUnusable) await exceptions.raise(reportUnusable(error.report, error.message));
}

/** What the last run could not read, this one could; allocated units are read while a sales order is unallocated. */
export async function tellReadable(
  { context, exceptions, state }: Session,
  kind: 'changes' | 'summary',
): Promise<void> {
  const { allocation, [kind]: report } = context.rules.inventory.reports;
  const names = [report.name, state.unallocated > 0 ? allocation.name : null];
  for (const name of names.filter((one) => one !== null))
    await exceptions.resolve('report-unusable', reportSubject(name), 'It could be read again.');
}

/** The first comparison may take its time; after it, stock must not grow old. */
export async function tellStaleness(session: Session): Promise<void> {
  const { context, exceptions, state } = session;
  if (state.full === undefined) return;
  const { staleAfterMinutes } = context.rules.inventory;
  if (isStale(session)) await exceptions.raise(stockStale(staleAfterMinutes));
  else await exceptions.resolve('stock-stale', appSubject, 'A run was completed.');
}
