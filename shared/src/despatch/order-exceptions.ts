import * as z from 'zod';
import type { Documents } from '../commercetools/documents';
import { isIn } from '../commercetools/predicate';
import type { ExceptionCode } from '../exceptions/codes';
import { BY_OPERATOR, type ExceptionStore, type Finding, type Subject } from '../exceptions/exception';
import { exceptionContainer, exceptionKey } from '../exceptions/store';
import type { Clock } from '../runtime/clock';

const knownException = z.looseObject({
  status: z.enum(['open', 'resolved']),
  message: z.string(),
  lastSeenAt: z.string(),
  evidence: z.string().optional(),
});
type KnownException = z.output<typeof knownException>;

/** By code: what was ever raised on one subject. */
export type KnownExceptions = ReadonlyMap<ExceptionCode, KnownException>;

/** What an exception of this code is about. */
type SubjectOfCode = (code: ExceptionCode) => Subject;

/** A contradiction is overwritten at once; it stays open so long, that people get to see it. */
const SHOWN_MS = 3_600_000;

/** Nothing mends these: a person decides what becomes of the units or the money, and closes them. */
const DECIDED: ReadonlySet<ExceptionCode> = new Set(['refund-due', 'short-pick', 'over-despatch']);

/** Exceptions that resolve themselves: each look at a subject says all that is wrong with it. */
export function createOrderExceptions(documents: Documents, exceptions: ExceptionStore, clock: Clock) {
  return {
    async known(
      subjectOf: SubjectOfCode,
      codes: readonly [ExceptionCode, ...ExceptionCode[]],
    ): Promise<KnownExceptions> {
      const codeOf = new Map(codes.map((code) => [exceptionKey(code, subjectOf(code)), code]));
      const [first, ...others] = codeOf.keys();
      const known = new Map<ExceptionCode, KnownException>();
      if (first === undefined) return known;
      const where = isIn('key', [first, ...others]);
      for await (const { key, value } of documents.list<unknown>(exceptionContainer, where)) {
        const code = codeOf.get(key);
        const { data } = knownException.safeParse(value);
        if (code !== undefined && data !== undefined) known.set(code, data);
      }
      return known;
    },

    /** What a person decided is not told again in the same words. */
    async raise(findings: readonly Finding[], known: KnownExceptions): Promise<void> {
      for (const finding of findings) {
        const before = known.get(finding.code);
        const isDone = before?.evidence === BY_OPERATOR && before.message === finding.message;
        if (!DECIDED.has(finding.code) || !isDone) await exceptions.raise(finding);
      }
    },

    /** Those of `codes` that are open and were not found any more. */
    async resolve(
      subjectOf: SubjectOfCode,
      codes: readonly ExceptionCode[],
      evidence: string,
      known: KnownExceptions,
    ): Promise<void> {
      for (const code of codes) {
        const before = known.get(code);
        if (before?.status !== 'open') continue;
        const isFresh = clock.now() - Date.parse(before.lastSeenAt) < SHOWN_MS;
        if (code !== 'conflicting-change' || !isFresh)
          await exceptions.resolve(code, subjectOf(code), evidence);
      }
    },
  };
}
