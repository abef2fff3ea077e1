import {
  CommercetoolsError,
  Conflict,
  DocumentNewer,
  LeaseLost,
} from 'peoplevox-connector-shared/commercetools';
import { RulesUnavailable } from 'peoplevox-connector-shared/configuration';
import { NotYet, QueueFull } from 'peoplevox-connector-shared/orders';
import { PeoplevoxError, ReportUnusable } from 'peoplevox-connector-shared/peoplevox';

/** What a system shows cannot be true as a whole; nothing is concluded from it. */
export class ReadingImplausible extends Error {
  override readonly name = 'ReadingImplausible';
}

const SPEAKING = [
  PeoplevoxError,
  CommercetoolsError,
  Conflict,
  DocumentNewer,
  LeaseLost,
  NotYet,
  QueueFull,
  ReadingImplausible,
  ReportUnusable,
  RulesUnavailable,
];

/** Errors whose words are made for people; those of others may quote anything. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unforeseen failure';
  return SPEAKING.some((known) => error instanceof known) ? error.message : `unforeseen ${error.name}`;
}

/** A failure of a system rather than of the one thing that was worked on: going on would only fail again. */
export function concernsAll(error: unknown): boolean {
  if (error instanceof PeoplevoxError) return error.kind !== 'refused' && error.kind !== 'unreadable';
  if (error instanceof CommercetoolsError) return error.transient || error.statusCode === 403;
  return error instanceof LeaseLost || error instanceof RulesUnavailable;
}
