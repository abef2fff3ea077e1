import * as z from 'zod';
import type { Fields } from '../predicate';
import type { Context } from './context';
import type { Documents, TypeId } from './documents';
import { parsed } from './draft';
import type { Project } from './project';

/** An update action of a resource: checks what it was given, returns the resource after it. */
export type Action<T> = (resource: T, body: unknown, context: Context<T>) => T;
export type Actions<T> = Readonly<Record<string, Action<T>>>;

/** Everything that makes one type of resource different from the others. */
export interface Kind<K extends TypeId> {
  readonly typeId: K;
  /** Path below the project. */
  readonly path: string;
  /** Name in messages to people and in `payload` fields. */
  readonly entity: string;
  /** Any one of these scopes will do. */
  readonly view: readonly string[];
  readonly manage: readonly string[];
  readonly fields: Fields;
  /** Path prefix → unique rule: `{ 'order-number': 'orderNumber' }` for `/orders/order-number=…`. */
  readonly alternateKeys: Readonly<Record<string, string>>;
  readonly actions: Actions<Documents[K]>;
  /** Absent: cannot be created by POST on the collection. */
  readonly create?: (body: unknown, context: Context<Documents[K]>) => Documents[K];
  /** Messages of creation and deletion. */
  readonly created?: (resource: Documents[K], context: Context<Documents[K]>) => void;
  readonly updated?: (before: Documents[K], after: Documents[K], context: Context<Documents[K]>) => void;
  readonly deleted?: (resource: Documents[K], context: Context<Documents[K]>) => void;
  /** The form shown to callers, where it is not the stored one. */
  readonly shown?: (resource: Documents[K], project: Project) => unknown;
  /** The body that answers a creation, where it is not the resource. */
  readonly createdBody?: (shown: unknown) => unknown;
  readonly maximum?: number;
  /** `lastModifiedBy` tells which API client wrote it. */
  readonly showsWriter?: true;
  /** Cannot be deleted while another resource refers to it. */
  readonly keptWhileReferenced?: true;
}

export const byKey = { key: 'key' } as const;

/** An update action from the shape of its body and what it does. */
export function action<T, S extends z.ZodRawShape>(
  shape: S,
  apply: (resource: T, body: z.infer<z.ZodObject<S>>, context: Context<T>) => T,
): Action<T> {
  const schema = z.object(shape);
  return (resource, body, context) => apply(resource, parsed(schema, body), context);
}

/** An update action that sets the fields which its body has by the same names; a field left out is removed. */
export function assign<T extends object>(shape: z.ZodRawShape): Action<T> {
  const blank: Record<string, undefined> = Object.fromEntries(
    Object.keys(shape).map((name) => [name, undefined]),
  );
  return action(shape, (resource: T, body) => ({ ...resource, ...blank, ...body }));
}

/** The fields that every new resource has. */
export function fresh(context: { readonly now: string; newId(): string }) {
  return { id: context.newId(), version: 1, createdAt: context.now, lastModifiedAt: context.now };
}
