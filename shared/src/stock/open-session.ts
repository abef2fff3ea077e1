import type { Lease } from '../commercetools/lease';
import type { Rules } from '../configuration/rules';
import type { StockContext } from './context';
import { createForeignGoods } from './foreign-goods';
import { createInventory } from './inventory';
import { missingDocument } from './missing';
import { findPlaces } from './places';
import { createReports } from './reports';
import { createStockTerms } from './sellable';
import type { Session } from './session';
import { createSkuExceptions } from './sku-exceptions';
import { fullRunDocument, initialState, stateDocument } from './state';
import type { StockImportParts } from './stock-import';
import { newTally } from './tally';

export type SessionParts = Omit<StockImportParts, 'outage' | 'rules' | 'holder' | 'tickMs' | 'cap'> & {
  readonly cap: number;
};

/** Reads where the last tick ended. */
export async function openSession(parts: SessionParts, rules: Rules, lease: Lease): Promise<Session> {
  const { api, documents, exceptions, log, world, cap, timeZone } = parts;
  const assertHeld = () => lease.assertHeld();
  const own = {
    state: stateDocument(documents, assertHeld),
    full: fullRunDocument(documents, assertHeld),
    missing: missingDocument(documents, assertHeld),
  };
  const [places, serverTime, state, full] = await Promise.all([
    findPlaces(api, rules),
    parts.serverClock(),
    own.state.load(),
    own.full.load(),
  ]);
  const offset = serverTime - world.clock.now();
  const now = () => world.clock.now() + offset;
  const counting = { tally: newTally() };
  const onCall = () => {
    counting.tally.calls += 1;
  };
  const inventory = createInventory({ api, places: [...places.bySite.values()], cap });
  const context: StockContext = {
    world,
    log,
    documents,
    lease,
    rules,
    mode: rules.mode.stock === 'live' ? 'live' : 'shadow',
    places,
    terms: createStockTerms(rules),
    inventory,
    foreignGoods: createForeignGoods(api, rules, inventory),
    reports: createReports({ client: parts.client, timeZone, onCall }),
    unitsUnderWay: parts.unitsUnderWay,
    skuExceptions: createSkuExceptions({ documents, exceptions, inventory, log }),
    counting,
    unmapped: new Set(),
    cap,
  };
  return {
    context,
    exceptions,
    timeZone,
    now,
    ordersWait: parts.ordersWait,
    documents: own,
    state: state ?? initialState(now()),
    full,
    underWay: undefined,
    kept: undefined,
    seen: undefined,
    fullTally: { ...(full?.tally ?? newTally()) },
    fullAudit: undefined,
    suspects: new Set(),
  };
}
