import type { ByProjectKeyRequestBuilder } from '@commercetools/platform-sdk';
import { CommercetoolsError } from '../commercetools/commercetools-error';
import { Conflict, type Documents } from '../commercetools/documents';
import type { Rules } from '../configuration/rules';
import type { Log } from '../runtime/log';
import { inChunks } from '../runtime/in-flight';
import type { World } from '../runtime/world';
import { createAudit, type PlannedMovement } from './audit';
import { createInventory, type Entry } from './inventory';
import { findPlaces, type Place } from './places';

const CHUNK = 100;
const CAUSE = 'Peoplevox does not know the SKU';

interface StockHoldParts {
  readonly api: ByProjectKeyRequestBuilder;
  readonly documents: Documents;
  readonly log: Log;
  readonly world: Pick<World, 'clock'>;
  /** Requests to commercetools at a time. */
  readonly cap: number;
}

interface StockHold {
  readonly rules: Rules;
  /** Names the records of the audit trail. */
  readonly run: string;
  readonly skus: readonly string[];
  /** Which of them Peoplevox knows by now: those are left to the stock import. */
  readonly knownByNow: (skus: readonly string[]) => Promise<ReadonlySet<string>>;
  /** Throws once nothing may be written any more. */
  readonly assertHeld: () => void;
}

interface Hold {
  readonly place: Place;
  readonly sku: string;
  readonly entry: Entry | undefined;
}

/**
 * Sets the stock of SKUs that Peoplevox does not know to 0 in every mapped channel, and makes an entry with 0 where
 * there is none; returns how many entries. Entries are read before Peoplevox is asked, and written onto the version
 * that was read: what the stock import writes meanwhile stays. In mode `shadow` it is only recorded.
 */
export async function holdAtZero(
  { api, documents, log, world, cap }: StockHoldParts,
  { rules, run, skus, knownByNow, assertHeld }: StockHold,
): Promise<number> {
  if (rules.mode.stock === 'off') return 0;
  const isLive = rules.mode.stock === 'live';
  const places = [...(await findPlaces(api, rules)).bySite.values()];
  const inventory = createInventory({ api, places, cap });
  const audit = createAudit({ documents, log, clock: world.clock }, run);
  let held = 0;

  async function toHold(some: readonly string[]): Promise<Hold[]> {
    const entries = await inventory.read(some);
    const all = places.flatMap((place) =>
      some.map((sku) => ({ place, sku, entry: entryOf(entries, place, sku) })),
    );
    const wrong = all.filter(({ entry }) => entry?.quantity !== 0);
    const known = await knownByNow([...new Set(wrong.map(({ sku }) => sku))]);
    return wrong.filter(({ sku }) => !known.has(sku));
  }

  for (const some of inChunks(skus, CHUNK)) {
    const steps = (await toHold(some)).map((hold) => ({ hold, movement: movementOf(hold, !isLive) }));
    await audit.carryOut(steps, cap, async ({ hold: { place, sku, entry } }) => {
      assertHeld();
      if (isLive && !(await written(place, sku, entry))) return false;
      held += 1;
      return true;
    });
  }
  return held;

  /** False: somebody else was faster, and knows better. */
  async function written(place: Place, sku: string, entry: Entry | undefined): Promise<boolean> {
    try {
      if (entry === undefined) return await inventory.create(sku, place.channel, 0);
      await inventory.change(entry, 0);
      return true;
    } catch (error) {
      if (error instanceof Conflict) return false;
      if (error instanceof CommercetoolsError && error.statusCode === 404) return false;
      throw error;
    }
  }
}

function movementOf({ place, sku, entry }: Hold, shadow: boolean): PlannedMovement {
  const units = { from: entry?.quantity ?? -1, to: 0, available: 0, unallocated: 0, buffer: 0 };
  return { site: place.site, channel: place.channel?.key ?? '', sku, ...units, cause: CAUSE, shadow };
}

function entryOf(entries: readonly Entry[], { channel }: Place, sku: string): Entry | undefined {
  return entries.find((entry) => entry.sku === sku && entry.channelId === (channel?.id ?? null));
}
