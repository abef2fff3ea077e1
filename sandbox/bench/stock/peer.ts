import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sleep, systemClock } from '../../../shared/src/runtime';
import { startProcess, type OwnedProcess } from '../../connect/process';
import { PROJECT_KEY } from '../../simulation/merchant';
import { costsOf, type ProcessCosts, type Work } from './process-costs';
import type { Shop } from './shop';

export const PEER = 'sphere-stock-import';
export const PEER_VERSION = '3.0.7';
const LOOK_EVERY_MS = 20;

/** Installs the peer below `into`, without running anybody's install scripts; returns its command. */
export async function installPeer(into: string): Promise<string> {
  const folder = join(into, 'peer');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const installation = startProcess({
    command: 'npm',
    args: [
      'install',
      `${PEER}@${PEER_VERSION}`,
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--no-update-notifier',
    ],
    cwd: folder,
    environment: {},
  });
  if ((await installation.ended) !== 0)
    throw new Error(`${PEER} could not be installed:\n${installation.output.join('\n')}`);
  return join(folder, 'node_modules', PEER, 'bin/stock-import');
}

/** One run over a file with every SKU, from the start of the process to its end. */
export async function runPeer(command: string, shop: Shop, skus = shop.catalogue.skus): Promise<Work> {
  const folder = mkdtempSync(join(dirname(command), '../../../..', 'run-'));
  const file = join(folder, 'stock.csv');
  const rows = skus.map((sku) => `${sku},${shop.catalogue.onHand(sku)}`);
  writeFileSync(file, ['sku,quantityOnStock', ...rows].join('\n'));
  const flags = {
    projectKey: PROJECT_KEY,
    accessToken: await shop.token(),
    sphereHost: new URL(shop.commercetoolsUrl).host,
    sphereProtocol: 'http',
    file,
    logDir: folder,
    logLevel: 'warn',
  };
  const startedAt = performance.now();
  const owned = startProcess({
    command: process.execPath,
    args: [command, ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])],
    cwd: folder,
    environment: { NODE_ENV: 'production' },
  });
  const costs = await costsUntilEnd(owned);
  const seconds = (performance.now() - startedAt) / 1000;
  if ((await owned.ended) !== 0) throw new Error(`${PEER} failed:\n${owned.output.slice(-20).join('\n')}`);
  return { seconds, ...costs };
}

/** As they were at the last look, at most 20 ms before the end. */
async function costsUntilEnd(owned: OwnedProcess): Promise<ProcessCosts> {
  let costs = costsOf(owned.pid);
  while (owned.running) {
    await Promise.race([owned.ended, sleep(systemClock, LOOK_EVERY_MS)]);
    const now = costsOf(owned.pid);
    if (!Number.isNaN(now.peakMb)) costs = now;
  }
  return costs;
}
