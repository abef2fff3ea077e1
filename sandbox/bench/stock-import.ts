import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { REPOSITORY } from '../simulation/merchant';
import { buildConnector } from './stock/connector';
import { measureLimited } from './stock/limit';
import { installPeer, PEER } from './stock/peer';
import { renderReport } from './stock/report';
import { createResults, loadNow, type Slice } from './stock/results';
import { measureConnector, measurePeer, type Plan, type WorkName } from './stock/slices';

/**
 * The stock import beside its npm peer, on the same data.
 * Usage: npm run bench:stock [-- --quick] [--all] [--fresh] [--only <beginning of a name>]
 * --quick: 1,000 SKUs only, to see that it works. --all: with the longest runs of the peer, some 12 minutes more.
 * --fresh: forget the slices of a run that was interrupted; otherwise it goes on after the last of them.
 * --only: the slices whose names begin so, as in "100000 SKUs at 20 ms".
 */
const { quick, all, fresh, only } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
}).values;

const RUNS = join(REPOSITORY, '.runs/bench');
const WHOLE: readonly WorkName[] = ['create', 'unchanged', 'changed', 'changesRead'];
const OF_PEER: readonly WorkName[] = ['create', 'unchanged', 'changed'];
const LATENCIES = [0, 20];

interface Tools {
  readonly bundle: string;
  readonly peer: string;
}

interface Step {
  readonly name: string;
  readonly measure: (tools: Tools) => Promise<Slice>;
}

function connectorStep(plan: Plan): Step {
  return {
    name: `${plan.skus} SKUs at ${plan.latencyMs} ms`,
    measure: async ({ bundle }) => ({ measured: await measureConnector(bundle, plan), limited: [] }),
  };
}

function peerStep(plan: Plan): Step {
  return {
    name: `${plan.skus} SKUs at ${plan.latencyMs} ms, ${PEER}`,
    measure: async ({ peer }) => ({ measured: await measurePeer(peer, plan), limited: [] }),
  };
}

function limitStep(skus: number): Step {
  return {
    name: `${skus} SKUs at the default limit`,
    measure: async () => ({ measured: [], limited: [await measureLimited(skus)] }),
  };
}

function bothSteps(skus: number): Step[] {
  return LATENCIES.flatMap((latencyMs) => {
    // Minutes for the peer, and no target hangs on them.
    const isLong = !all && skus > 10_000 && latencyMs > 0;
    const works = isLong ? OF_PEER.filter((work) => work !== 'create') : OF_PEER;
    return [connectorStep({ skus, latencyMs, works: WHOLE }), peerStep({ skus, latencyMs, works })];
  });
}

function unchangedSteps(skus: number): Step[] {
  const works: readonly WorkName[] = ['unchanged'];
  return LATENCIES.flatMap((latencyMs) => [
    connectorStep({ skus, latencyMs, works }),
    ...(all || latencyMs === 0 ? [peerStep({ skus, latencyMs, works })] : []),
  ]);
}

const OFFERED: readonly Step[] = quick
  ? [...bothSteps(1000), limitStep(1000)]
  : [
      ...bothSteps(10_000),
      ...bothSteps(100_000),
      ...unchangedSteps(500_000),
      ...[10_000, 100_000, 500_000].map(limitStep),
    ];
const STEPS = OFFERED.filter(({ name }) => name.startsWith(only));

async function main(): Promise<void> {
  const results = createResults(join(RUNS, quick ? 'stock-quick.json' : 'stock.json'));
  if (fresh) results.forget();
  const folder = mkdtempSync(join(tmpdir(), 'bench-stock-'));
  try {
    const missing = STEPS.filter(({ name }) => results.read()[name] === undefined);
    const tools = { bundle: await buildConnector(folder), peer: await installPeer(folder) };
    for (const { name, measure } of missing) {
      process.stdout.write(`${name} … `);
      const startedAt = performance.now();
      results.keep(name, await measure(tools));
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
      process.stdout.write(`${seconds} s (load ${loadNow().toFixed(1)})\n`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const done = results.read();
  const report = renderReport(STEPS.flatMap(({ name }) => done[name] ?? []));
  const file = join(RUNS, 'stock.md');
  writeFileSync(file, report);
  results.forget();
  process.stdout.write(`\n${report}\n\nKept in ${relative(REPOSITORY, file)}.\n`);
}

void main();
