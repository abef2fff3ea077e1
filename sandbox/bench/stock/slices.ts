import { startConnector } from './connector';
import { PEER, runPeer } from './peer';
import type { Work } from './process-costs';
import { loadNow, type Measurement } from './results';
import { openShop, type Shop } from './shop';

/** Pieces of work; the peer has only the first three. */
export const WORKS = {
  create: 'all created',
  unchanged: 'nothing changed, all compared',
  changed: '10 % changed, all compared',
  changesRead: '10 % changed, changes read',
} as const;
export type WorkName = keyof typeof WORKS;

export interface Plan {
  readonly skus: number;
  readonly latencyMs: number;
  /** In this order; each finds what the one before has left. */
  readonly works: readonly WorkName[];
}

/** How a shop is made ready for the work, once everything is equal. */
const PREPARATIONS: Readonly<Record<WorkName, (shop: Shop) => Promise<void> | void>> = {
  create: () => undefined,
  unchanged: (shop) => shop.requestFull(),
  changed: (shop) => {
    shop.catalogue.changeUnseen();
    return shop.requestFull();
  },
  changesRead: (shop) => shop.catalogue.change(),
};

/**
 * The connector at work. Each piece of work has a process of its own; but for the first import it has ticked once
 * before, as an instance has that reads the changes of each minute.
 */
export async function measureConnector(bundle: string, plan: Plan): Promise<Measurement[]> {
  return measure('inventory-import', plan, async (shop, work, done) => {
    const connector = await startConnector(bundle, shop);
    try {
      if (work !== 'create') await connector.tick();
      await PREPARATIONS[work](shop);
      await done(() => connector.tick());
    } finally {
      await connector.stop();
    }
  });
}

/** The peer at work, without the time that it takes to start: a run over an empty file. */
export async function measurePeer(command: string, plan: Plan): Promise<Measurement[]> {
  return measure(PEER, plan, async (shop, work, done) => {
    const start = await runPeer(command, shop, []);
    await PREPARATIONS[work](shop);
    await done(async () => {
      const whole = await runPeer(command, shop);
      return {
        ...whole,
        seconds: whole.seconds - start.seconds,
        cpuSeconds: whole.cpuSeconds - start.cpuSeconds,
      };
    });
  });
}

type Act = (shop: Shop, work: WorkName, done: (run: () => Promise<Work>) => Promise<void>) => Promise<void>;

async function measure(program: Measurement['program'], plan: Plan, act: Act): Promise<Measurement[]> {
  const { skus, latencyMs, works } = plan;
  const shop = await openShop(plan);
  const measured: Measurement[] = [];
  try {
    if (!works.includes('create')) shop.catalogue.addEntries();
    else await shop.catalogue.addProducts();
    for (const work of works)
      await act(shop, work, async (run) => {
        const before = shop.calls();
        const costs = await run();
        const after = shop.calls();
        const wrong = shop.catalogue.wrong();
        if (wrong > 0) throw new Error(`${program} left ${wrong} of ${skus} entries wrong (${work}).`);
        const calls = {
          commercetools: after.commercetools - before.commercetools,
          peoplevox: after.peoplevox - before.peoplevox,
        };
        measured.push({ program, work, skus, latencyMs, ...costs, calls, load: loadNow() });
      });
  } finally {
    await shop.close();
  }
  return measured;
}
