import { z } from 'zod';
import type { Authority } from './authentication';

/** What an operation answers, apart from what goes wrong on the way. */
export interface Answer<T> {
  readonly status: 200 | 202;
  readonly body: T;
}

/** What was asked for does not exist; the message names it. */
export class NotFound extends Error {
  override readonly name = 'NotFound';
}

/** What was asked cannot be done now; the message says why. */
export class NotNow extends Error {
  override readonly name = 'NotNow';
}

/** Path and query as they came; both were checked against `params`. */
export type Given<P extends z.ZodObject> = z.output<P>;

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
  readonly status: 200 | 202;
  /** `given` has passed `params`. Rejects with NotFound or NotNow, or with whatever went wrong. */
  readonly run: (given: unknown) => Promise<unknown>;
}

export interface OperationParts<P extends z.ZodObject, A extends z.ZodType> {
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
    authority: parts.method === 'get' ? 'view_orders' : 'manage_orders',
    status: parts.method === 'get' ? 200 : 202,
    run: (given) => parts.run(params.parse(given) as z.output<P>),
  };
}
