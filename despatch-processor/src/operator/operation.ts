import * as z from 'zod';
import type { Authority } from './authentication';

/** What was asked for does not exist; the message names it. */
export class NotFound extends Error {
  override readonly name = 'NotFound';
}

/** What was asked cannot be done now; the message says why. */
export class NotNow extends Error {
  override readonly name = 'NotNow';
}

/** An answer that is written as it comes: it may be larger than memory. */
export class TextFile {
  constructor(
    readonly fileName: string,
    readonly parts: AsyncIterable<string>,
  ) {}
}

/** One operation of the operator API: its route, its description and its work in one place. */
export interface Operation {
  readonly method: 'get' | 'post';
  /** Below `/operator`, with its parameters as `{name}`. */
  readonly path: string;
  readonly authority: Authority;
  /** A sentence for people. */
  readonly summary: string;
  readonly params: z.ZodObject;
  readonly answers: z.ZodType;
  /** Of the answer; what is not JSON comes as a TextFile. */
  readonly media: 'application/json' | 'text/csv';
  readonly status: 200 | 202;
  /** `given` has passed `params`. Rejects with NotFound or NotNow, or with whatever went wrong. */
  readonly run: (given: unknown) => Promise<unknown>;
}

interface OperationParts<P extends z.ZodObject, A extends z.ZodType> {
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly summary: string;
  /** Path parameters by name, and of the query all others. */
  readonly params?: P;
  readonly answers: A;
  readonly run: (given: z.output<P>) => Promise<z.input<A>>;
}

const NONE = z.object({});

/** GET looks and needs `view_orders`; POST acts, needs `manage_orders`, and is answered 202: the work may come later. */
export function operation<A extends z.ZodType, P extends z.ZodObject = typeof NONE>(
  parts: OperationParts<P, A>,
): Operation {
  const params = parts.params ?? NONE;
  return {
    ...parts,
    params,
    media: 'application/json',
    authority: parts.method === 'get' ? 'view_orders' : 'manage_orders',
    status: parts.method === 'get' ? 200 : 202,
    run: (given) => parts.run(params.parse(given) as z.output<P>),
  };
}

interface CsvParts<P extends z.ZodObject> extends Pick<OperationParts<P, z.ZodType>, 'path' | 'summary'> {
  readonly params: P;
  readonly run: (
    given: z.output<P>,
  ) => Promise<{ readonly fileName: string; readonly parts: AsyncIterable<string> }>;
}

/** A GET that is answered with a file of CSV. */
export function csvOperation<P extends z.ZodObject>(csv: CsvParts<P>): Operation {
  return {
    ...csv,
    method: 'get',
    authority: 'view_orders',
    answers: z.string(),
    media: 'text/csv',
    status: 200,
    run: async (given) => {
      const { fileName, parts } = await csv.run(csv.params.parse(given));
      return new TextFile(fileName, parts);
    },
  };
}
