import { sleep, type World } from '../../shared/src/runtime';
import type { OwnedProcess } from './process';

const POLL_MS = 20;

/** Resolves once `url` answers 200; rejects with the process's last words when it ends or takes longer than the limit. */
export async function untilReady(
  url: string,
  owned: OwnedProcess,
  world: World,
  limitMs: number,
): Promise<void> {
  const deadline = world.clock.now() + limitMs;
  while (owned.running && world.clock.now() < deadline) {
    if (await answers(url, world)) return;
    await sleep(world.clock, POLL_MS);
  }
  await owned.kill();
  const lastWords = owned.output.slice(-20).join('\n');
  throw new Error(
    `Process ${owned.pid} did not answer 200 at ${url} within ${limitMs} ms (ended: ${await owned.ended}).\n${lastWords}`,
  );
}

async function answers(url: string, world: World): Promise<boolean> {
  try {
    const response = await world.fetch(url);
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}
