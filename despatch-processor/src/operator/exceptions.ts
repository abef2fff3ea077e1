import { equals, type Documents } from 'peoplevox-connector-shared/commercetools';
import {
  BY_OPERATOR,
  codesByOwner,
  exceptionContainer,
  owners,
  subjectTypes,
  type ExceptionCode,
  type ExceptionStore,
} from 'peoplevox-connector-shared/exceptions';
import * as z from 'zod';
import { NotFound, operation } from './operation';

const codes: readonly ExceptionCode[] = Object.values(codesByOwner).flat();
const subject = z.object({
  type: z.enum(subjectTypes),
  id: z.string().optional(),
  key: z.string().optional(),
});

/** An exception as it is shown; fields that this version does not know are left out. */
export const shownException = z.object({
  key: z.string().describe('For resolving it.'),
  code: z.enum(codes),
  owner: z.enum(owners).describe('The team that can mend it.'),
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
export type ShownException = z.output<typeof shownException>;

const MOST = 500;

/** Exceptions that satisfy every predicate, in no particular order. */
export async function findExceptions(
  documents: Documents,
  predicates: readonly string[],
  most: number = MOST,
): Promise<{ readonly found: readonly ShownException[]; readonly more: boolean }> {
  const where = predicates.length === 0 ? undefined : `value(${predicates.join(' and ')})`;
  const found: ShownException[] = [];
  for await (const { key, value } of documents.list<object>(exceptionContainer, where)) {
    const shown = shownException.safeParse({ ...value, key });
    if (!shown.success) continue;
    if (found.length === most) return { found, more: true };
    found.push(shown.data);
  }
  return { found, more: false };
}

interface ExceptionParts {
  readonly documents: Documents;
  readonly exceptions: ExceptionStore;
}

export function exceptionOperations({ documents, exceptions }: ExceptionParts) {
  return [
    operation({
      method: 'get',
      path: '/exceptions',
      summary: 'What people must act on, the newest first.',
      params: z.object({
        owner: z.enum(owners).optional().describe('Only those of this team.'),
        code: z.enum(codes).optional().describe('Only this code.'),
        status: z.enum(['open', 'resolved', 'all']).default('open').describe('open if not given.'),
      }),
      answers: z.object({
        exceptions: z.array(shownException),
        more: z.boolean().describe(`There are more than ${MOST}: ask for one team or code.`),
      }),
      run: async ({ owner, code, status }) => {
        const { found, more } = await findExceptions(documents, [
          ...(owner === undefined ? [] : [equals('owner', owner)]),
          ...(code === undefined ? [] : [equals('code', code)]),
          ...(status === 'all' ? [] : [equals('status', status)]),
        ]);
        return {
          exceptions: found.toSorted((one, other) => (one.lastSeenAt < other.lastSeenAt ? 1 : -1)),
          more,
        };
      },
    }),
    operation({
      method: 'post',
      path: '/exceptions/{key}/resolve',
      summary:
        'Says that a person has dealt with it. It opens again should its cause still be there at the next look.',
      params: z.object({
        key: z.string().regex(/^[a-z-]+\.[0-9a-f]{16}$/, 'must be the key of an exception'),
      }),
      answers: shownException,
      run: async ({ key }) => {
        const read = async () => {
          const stored = await documents.read<object>(exceptionContainer, key);
          const shown = shownException.safeParse({ ...stored?.value, key });
          if (stored === undefined || !shown.success) throw new NotFound(`There is no exception ${key}.`);
          return shown.data;
        };
        const { code, subject: about } = await read();
        await exceptions.resolve(code, about, BY_OPERATOR);
        return read();
      },
    }),
  ];
}
