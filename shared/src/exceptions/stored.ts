import * as z from 'zod';
import type { Documents } from '../commercetools/documents';
import { equals, isIn } from '../commercetools/predicate';
import { codesByOwner, owners, type ExceptionCode } from './codes';
import type { Subject } from './exception';
import { exceptionContainer } from './store';

const codes: ReadonlySet<string> = new Set(owners.flatMap((owner): string[] => [...codesByOwner[owner]]));
const code = z.custom<ExceptionCode>((value) => typeof value === 'string' && codes.has(value));
const named = z.object({ type: z.string(), id: z.string().optional(), key: z.string().optional() });
const subject = z.custom<Subject>((value) => named.safeParse(value).success);

/** As much of an exception as is told to people. */
const told = z.object({
  code,
  owner: z.enum(owners),
  status: z.enum(['open', 'resolved']),
  subject,
  message: z.string(),
  fix: z.string(),
  firstSeenAt: z.string(),
  lastSeenAt: z.string(),
  occurrences: z.number(),
  resolvedAt: z.string().optional(),
  evidence: z.string().optional(),
});

/** `key`, `version` and `lastModifiedAt` (ms since the epoch, commercetools' clock) of its document. */
export type StoredException = z.output<typeof told> & {
  readonly key: string;
  readonly version: number;
  readonly lastModifiedAt: number;
};

/** Exceptions whose documents match the predicate; those that this version cannot read are left out. */
async function* storedExceptions(documents: Documents, where: string): AsyncIterable<StoredException> {
  for await (const { key, version, lastModifiedAt, value } of documents.list<unknown>(
    exceptionContainer,
    where,
  )) {
    const { data } = told.safeParse(value);
    if (data !== undefined) yield { ...data, key, version, lastModifiedAt };
  }
}

const OPEN = equals('status', 'open');

/** Exceptions that stand open, of these codes or of all. */
export function openExceptions(
  documents: Documents,
  ...only: readonly ExceptionCode[]
): AsyncIterable<StoredException> {
  const [first, ...others] = only;
  const where = first === undefined ? OPEN : `${OPEN} and ${isIn('code', [first, ...others])}`;
  return storedExceptions(documents, `value(${where})`);
}
