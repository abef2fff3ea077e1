import type { Documents } from '../commercetools/documents';
import type { Lease } from '../commercetools/lease';
import type { Rules } from '../configuration/rules';
import type { Log } from '../runtime/log';
import type { World } from '../runtime/world';
import type { ForeignGoods } from './foreign-goods';
import type { Inventory } from './inventory';
import type { Places } from './places';
import type { Reports } from './reports';
import type { StockTerms } from './sellable';
import type { SkuExceptions } from './sku-exceptions';
import type { Tally } from './tally';
import type { UnitsUnderWay } from './units-under-way';

/** What one tick works with; rules and Channels stay the same from its beginning to its end. */
export interface StockContext {
  readonly world: Pick<World, 'clock' | 'random'>;
  readonly log: Log;
  readonly documents: Documents;
  readonly lease: Lease;
  readonly rules: Rules;
  readonly mode: 'live' | 'shadow';
  readonly places: Places;
  readonly terms: (site: string, sku: string) => StockTerms;
  readonly inventory: Inventory;
  readonly foreignGoods: ForeignGoods;
  readonly reports: Reports;
  readonly unitsUnderWay: UnitsUnderWay;
  readonly skuExceptions: SkuExceptions;
  /** Counts of the run that is at work. */
  readonly counting: { tally: Tally };
  /** Site references that the rules do not list, as they turn up. */
  readonly unmapped: Set<string>;
  /** Requests to commercetools at a time. */
  readonly cap: number;
}
