import * as z from 'zod';
import type { SeededWorld } from '../world';
import type { Shop } from '../shop';

/** What must hold, seen from the outside: both systems, the log and the documents, never the connector's inside. */
export interface Invariant {
  /** Number and name, as `docs/reliability.md` lists them. */
  readonly name: string;
  /** After every write to either system: what is wrong, undefined if nothing is. */
  readonly atEveryStep?: () => string | undefined;
  /** When a message about an order was answered with 200. */
  readonly atAcknowledgement?: (orderId: string) => string | undefined;
  /** When faults have ceased and everything had its time. */
  readonly atRest?: () => string | undefined;
}

export interface Scene {
  readonly world: SeededWorld;
  readonly shop: Shop;
}

interface ConnectorDocument {
  readonly container: string;
  readonly key: string;
  readonly value: unknown;
}

export function documentsIn({ world }: Scene, container: string): ConnectorDocument[] {
  return [...world.commercetools.project.collections['key-value-document'].values(container)].filter(
    (document) => document.container === container,
  );
}

const ledger = z.object({ state: z.string(), held: z.array(z.string()) });

/** What the connector remembers of an order; undefined: nothing. */
export function ledgerOf(scene: Scene, orderId: string): z.infer<typeof ledger> | undefined {
  const entry = documentsIn(scene, 'peoplevox-orders').find(({ key }) => key === orderId);
  return ledger.safeParse(entry?.value).data;
}

const exception = z.object({
  code: z.string(),
  status: z.string(),
  subject: z.object({ id: z.string().optional(), key: z.string().optional() }),
});

/** Ids of the orders of which people are told this. */
export function toldOf(scene: Scene, what: string): ReadonlySet<string> {
  const told = openExceptions(scene).filter(({ code }) => code === what);
  return new Set(told.flatMap(({ subject }) => subject.id ?? []));
}

/** All that people were ever told. */
export function exceptions(scene: Scene): z.infer<typeof exception>[] {
  return documentsIn(scene, 'peoplevox-exceptions').flatMap(
    ({ value }) => exception.safeParse(value).data ?? [],
  );
}

export function openExceptions(scene: Scene): z.infer<typeof exception>[] {
  return exceptions(scene).filter(({ status }) => status === 'open');
}
