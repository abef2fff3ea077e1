import { createStockWorld } from '../../simulation/stock-world';
import { createCatalogue } from './catalogue';
import type { Limited } from './results';

/** The share of the three jobs by default: 4 of the tenant's 15 calls in 15 s. */
const SHARE = 4;
const LATENCY_MS = 300;
const COMMERCETOOLS_LATENCY_MS = 20;
const MINUTE_MS = 60_000;

/**
 * The first comparison of everything at the default limit: production code, emulators and virtual time in this
 * process. A tick begins with each full minute, as the schedule makes it, unless the one before is still at work.
 */
export async function measureLimited(count: number): Promise<Limited> {
  const world = createStockWorld({
    inventoryLagMs: 0,
    latencyMs: LATENCY_MS,
    commercetoolsLatencyMs: COMMERCETOOLS_LATENCY_MS,
    requestsPer15Seconds: SHARE,
    peoplevox: { limit: {} },
  });
  await world.clock.runUntil(world.install());
  createCatalogue(world.commercetools, world.peoplevox, count).addEntries();
  const startedAt = world.clock.now();
  for (let ticks = 1; ; ticks += 1) {
    const { outcome, runs, reason } = await world.clock.runUntil(world.tick());
    if (outcome !== 'done') throw new Error(`A tick ended as ${outcome}: ${reason ?? ''}`);
    if (runs.some((run) => run.kind === 'full' && run.outcome === 'done'))
      return {
        skus: count,
        virtualMinutes: (world.clock.now() - startedAt) / MINUTE_MS,
        ticks,
        peoplevoxCalls: world.peoplevox.journal.length,
      };
    await world.clock.advance(MINUTE_MS - (world.clock.now() % MINUTE_MS));
  }
}
