import type { ByProjectKeyRequestBuilder } from '@commercetools/platform-sdk';
import type { Documents } from '../commercetools/documents';
import type { Rules } from '../configuration/rules';
import type { ExceptionStore } from '../exceptions/exception';
import type { PeoplevoxClient } from '../peoplevox/client';
import type { Log } from '../runtime/log';
import type { World } from '../runtime/world';
import type { ItemTypes } from './item-types';
import type { AuditState, Run } from './state';

/** Sets the stock of published SKUs that Peoplevox does not know to 0; returns how many entries. */
export type HoldStock = (hold: {
  readonly rules: Rules;
  readonly run: string;
  readonly skus: readonly string[];
  readonly knownByNow: ItemTypes['known'];
  readonly assertHeld: () => void;
}) => Promise<number>;

/** What one tick of an audit works with. */
export interface AuditContext {
  readonly api: ByProjectKeyRequestBuilder;
  readonly documents: Documents;
  readonly exceptions: ExceptionStore;
  readonly world: Pick<World, 'clock'>;
  readonly log: Log;
  readonly rules: Rules;
  /** Whether people have changed the rules since the tick began: what follows from them is the next tick's. */
  readonly areRulesOld: () => Promise<boolean>;
  readonly client: PeoplevoxClient;
  readonly itemTypes: ItemTypes;
  readonly holdStock: HoldStock;
  /** Awaited before each call to Peoplevox. */
  readonly beforeCall: () => Promise<void>;
  /** Calls of this tick to Peoplevox so far. */
  readonly calls: () => number;
  /** Milliseconds since the epoch, commercetools' clock. */
  readonly now: () => number;
  /** When the tick ends, by the injected clock. */
  readonly end: number;
  readonly assertHeld: () => void;
  /** Requests to commercetools at a time. */
  readonly cap: number;
  /** As it was when the tick began. */
  readonly state: AuditState;
  readonly saveState: (state: AuditState) => Promise<void>;
  readonly run: Run;
}
