import { createHash } from 'node:crypto';
import * as z from 'zod';
import { Conflict, type Documents, type Stored } from '../commercetools/documents';
import { sleep, type Clock } from '../runtime/clock';
import type { Log } from '../runtime/log';
import { systemWorld, type World } from '../runtime/world';
import { ownerOf, type ExceptionCode } from './codes';
import type { ConnectorException, ExceptionStore, Finding, Subject } from './exception';

export const exceptionContainer = 'peoplevox-exceptions';

const schemaVersion = 1;
/** A repeat with the same words within this time writes nothing: a fault that is met in a loop costs one write a minute. */
const repeatQuietMs = 60_000;
const attempts = 5;
const jitterMs = 100;

/** As much of a stored exception as merging needs; fields of later versions stay as they are. */
const storedException = z.looseObject({
  schemaVersion: z.number(),
  status: z.enum(['open', 'resolved']),
  message: z.string(),
  fix: z.string(),
  firstSeenAt: z.string(),
  lastSeenAt: z.string(),
  occurrences: z.number(),
});
type StoredException = z.output<typeof storedException>;

interface ExceptionStoreParts {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly log: Log;
  /** Randomness of the pauses between attempts. */
  readonly world?: Pick<World, 'random'>;
}

/** Key of the exception's document: the code, a dot, and 16 hexadecimal digits of a hash of the subject. */
export function exceptionKey(code: ExceptionCode, subject: Subject): string {
  const named = `${subject.type}:${subject.id ?? subject.key ?? ''}`;
  return `${code}.${createHash('sha256').update(named).digest('hex').slice(0, 16)}`;
}

/**
 * Exceptions as Custom Objects (container `peoplevox-exceptions`), merged by compare-and-set.
 *
 * A reopened exception counts on (`occurrences` shows that it comes back), but its `firstSeenAt` starts anew: it says
 * since when the fault stands open. Every call rejects with Conflict when others were faster five times.
 */
export function createExceptionStore({
  documents,
  clock,
  log,
  world = systemWorld,
}: ExceptionStoreParts): ExceptionStore {
  /** Runs `step` on the document as it is now, and again on what another writer made of it. */
  async function withLatest(key: string, step: (stored: Stored<unknown> | undefined) => Promise<unknown>) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await step(await documents.read(exceptionContainer, key));
        return;
      } catch (error) {
        if (!(error instanceof Conflict) || attempt === attempts) throw error;
        await sleep(clock, world.random() * jitterMs * attempt);
      }
    }
  }

  /** Replaces the document by what `next` makes of it; undefined: nothing to write. */
  function replace(
    key: string,
    next: (known: StoredException | undefined, now: string) => object | undefined,
  ) {
    return withLatest(key, async (stored) => {
      if (isOfLaterVersion(stored?.value)) {
        log.warn('An exception was written by a later version of the connector and is left as it is.', {
          key,
        });
        return;
      }
      const known = storedException.safeParse(stored?.value);
      const value = next(known.data, new Date(clock.now()).toISOString());
      if (value !== undefined) await documents.write(exceptionContainer, key, value, stored?.version ?? 0);
    });
  }

  return {
    raise: (finding) =>
      replace(exceptionKey(finding.code, finding.subject), (known, now) => merged(known, finding, now)),
    resolve: (code, subject, evidence) =>
      replace(exceptionKey(code, subject), (known, now) =>
        known?.status === 'open' ? { ...known, status: 'resolved', resolvedAt: now, evidence } : undefined,
      ),
    forget: (code, subject) => {
      const key = exceptionKey(code, subject);
      return withLatest(
        key,
        async (stored) => stored && documents.remove(exceptionContainer, key, stored.version),
      );
    },
  };
}

const ofAnyVersion = z.looseObject({ schemaVersion: z.number() });

function isOfLaterVersion(value: unknown): boolean {
  const reading = ofAnyVersion.safeParse(value);
  return reading.success && reading.data.schemaVersion > schemaVersion;
}

function merged(
  known: StoredException | undefined,
  finding: Finding,
  now: string,
): ConnectorException | undefined {
  const open = known?.status === 'open' ? known : undefined;
  if (open && isQuietRepeat(open, finding, now)) return undefined;
  return {
    ...known,
    schemaVersion,
    code: finding.code,
    owner: ownerOf(finding.code),
    status: 'open',
    subject: finding.subject,
    message: finding.message,
    fix: finding.fix,
    firstSeenAt: open?.firstSeenAt ?? now,
    lastSeenAt: now,
    occurrences: (known?.occurrences ?? 0) + 1,
    resolvedAt: undefined,
    evidence: undefined,
  };
}

function isQuietRepeat(open: StoredException, finding: Finding, now: string): boolean {
  const sameWords = open.message === finding.message && open.fix === finding.fix;
  return sameWords && Math.abs(Date.parse(now) - Date.parse(open.lastSeenAt)) < repeatQuietMs;
}
