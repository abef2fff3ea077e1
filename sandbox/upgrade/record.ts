/**
 * `npx tsx sandbox/upgrade/record.ts VERSION`: keeps, of each kind of document, the richest one that the applications write
 * in a few simulated mornings, as sandbox/upgrade/VERSION.json. Run once at each release; never again for that version.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAskRecord } from '../../shared/src/despatch/capture/asks';
import { createMemoryDocuments } from '../simulation/memory-documents';
import { perform } from '../simulation/seeded/acts';
import { ACTIVE_MS, planOf } from '../simulation/seeded/plan';
import { createShop } from '../simulation/seeded/shop';
import { createSeededWorld } from '../simulation/seeded/world';
import { createVirtualClock } from '../simulation/virtual-clock';

interface Kept {
  readonly container: string;
  readonly key: string;
  readonly value: unknown;
}

const MORNINGS = [1, 2, 3, 4];
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Documents whose keys differ in ids, hashes, letters and numbers alone are of one kind. */
function kindOf({ container, key }: Kept): string {
  if (container === 'peoplevox-hints') return container;
  if (container !== 'peoplevox-connector')
    return `${container}/${(key.split('.')[0] ?? '').replaceAll(UUID, 'id')}`;
  return `${container}/${key.replace(/^(sku-known-|sku-audit-report\.).*/, '$1').replace(/[.-]\d+$/, '')}`;
}

async function main(): Promise<void> {
  const [, , version] = process.argv;
  if (version === undefined) throw new Error('Usage: npx tsx sandbox/upgrade/record.ts VERSION');
  const richest = new Map<string, Kept>();
  const keep = (one: Kept): void => {
    const kind = kindOf(one);
    const before = richest.get(kind);
    if (JSON.stringify(one).length > JSON.stringify(before ?? '').length) richest.set(kind, one);
  };
  for (const seed of MORNINGS) await playMorning(seed, keep);
  keep(await captured());
  const documents = [...richest].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, kept]) => kept);
  writeFileSync(join(__dirname, `${version}.json`), `${JSON.stringify(documents, null, 1)}\n`);
}

async function playMorning(seed: number, keep: (one: Kept) => void): Promise<void> {
  const plan = planOf(seed);
  const world = createSeededWorld(plan);
  await world.clock.runUntil(world.install());
  const stage = { world, shop: createShop(world) };
  world.start();
  const startedAt = world.clock.now();
  world.watch({
    afterWrite: () => {
      for (const { container, key, value } of world.commercetools.project.collections[
        'key-value-document'
      ].values())
        keep({ container, key, value: value as unknown });
    },
    afterAcknowledgement: () => undefined,
  });
  for (const act of plan.acts) {
    await world.clock.advance(startedAt + act.at - world.clock.now());
    perform(stage, act);
    await world.clock.settle();
  }
  await world.clock.advance(Math.max(0, startedAt + ACTIVE_MS - world.clock.now()));
  world.calm();
  await world.clock.advance(ACTIVE_MS);
}

/** Of a capture whose answer is on its way: simulated mornings end with all of them answered. */
async function captured(): Promise<Kept> {
  const clock = createVirtualClock(Date.UTC(2026, 2, 2, 9));
  const documents = createMemoryDocuments(clock);
  const asks = createAskRecord(documents, { clock, random: () => 0.5 });
  const ask = {
    reference: 'GB-1/DES1',
    paymentId: 'payment',
    amount: 1250,
    askedAt: clock.now(),
    known: ['charge'],
  };
  await asks.add('order', { version: 0, list: [] }, ask);
  const stored = await documents.read<unknown>('peoplevox-captures', 'order');
  return { container: 'peoplevox-captures', key: 'order', value: stored?.value };
}

void main();
