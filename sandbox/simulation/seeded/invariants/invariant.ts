import type { SeededWorld } from '../world';
import type { Shop } from '../shop';

/** What must hold, seen from the outside: both systems, the log and the documents, never the connector's inside. */
export interface Invariant {
  /** Number and name, as `docs/reliability.md` lists them. */
  readonly name: string;
  /** After every write to either system: what is wrong, undefined if nothing is. */
  readonly atEveryStep?: () => string | undefined;
  /** When faults have ceased and everything had its time. */
  readonly atRest?: () => string | undefined;
}

export interface Scene {
  readonly world: SeededWorld;
  readonly shop: Shop;
}

export interface ConnectorDocument {
  readonly container: string;
  readonly key: string;
  readonly value: unknown;
}

export function documentsIn({ world }: Scene, container: string): ConnectorDocument[] {
  return [...world.commercetools.project.collections['key-value-document'].values(container)].filter(
    (document) => document.container === container,
  );
}
