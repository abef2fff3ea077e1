import { Agent, request } from 'node:http';
import * as z from 'zod';
import { sleep, systemClock } from '../../shared/src/runtime';
import { CALLBACK_SECRET, documentsOf, openStage } from '../demo/stage';

/**
 * Callbacks at a steady rate against one real process, commercetools at 20 ms a call: how fast they are answered, and
 * whether every one that was acknowledged is durable. Peoplevox is away, so that hints stay and can be counted.
 * Usage: npm run bench:callbacks [-- --rate 200 --seconds 30]
 */
const LATENCY_MS = 20;
/** Events of one sales order: its hints meet. */
const EACH = 4;

const hint = z.object({ number: z.string(), count: z.number() });

function asked(name: string, otherwise: number): number {
  const place = process.argv.indexOf(`--${name}`);
  return place < 0 ? otherwise : Number(process.argv[place + 1]);
}

interface Answered {
  readonly status: number;
  readonly ms: number;
}

/** Status 0: the connection broke. */
function post(agent: Agent, url: string, body: string): Promise<Answered> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length };
    const call = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, ms: performance.now() - startedAt }),
      );
    });
    call.on('error', () => resolve({ status: 0, ms: performance.now() - startedAt }));
    call.end(body);
  });
}

async function main(): Promise<void> {
  const [rate, seconds] = [asked('rate', 200), asked('seconds', 30)];
  const stage = await openStage({
    skus: ['MUG-BLUE'],
    applications: ['despatch-processor'],
    commercetoolsLatencyMs: LATENCY_MS,
    inspected: false,
    configuration: { PEOPLEVOX_REQUESTS_PER_15_SECONDS: '15' },
  });
  try {
    stage.peoplevox.away = true;
    const [url = ''] = stage.connect.application('despatch-processor').urls();
    const agent = new Agent({ keepAlive: true });
    const events = ['status', 'package-despatched', 'tracking', 'package-tracking'];
    const calls: Promise<Answered>[] = [];
    const startedAt = performance.now();
    for (let index = 0; index < rate * seconds; index += 1) {
      const waitMs = startedAt + (index * 1000) / rate - performance.now();
      if (waitMs > 1) await sleep(systemClock, waitMs);
      const event = events[index % EACH] ?? '';
      const number = `BENCH-${Math.floor(index / EACH)}`;
      calls.push(post(agent, `${url}/callbacks/${CALLBACK_SECRET}/${event}`, `salesOrderNumber=${number}`));
    }
    const answers = await Promise.all(calls);
    agent.destroy();
    const taken = answers.filter(({ status }) => status === 200).length;
    const kept = documentsOf(stage, 'peoplevox-hints').flatMap((value) => hint.safeParse(value).data ?? []);
    const noted = kept.reduce((sum, { count }) => sum + count, 0);
    const times = answers.map(({ ms }) => ms).toSorted((one, other) => one - other);
    const at = (share: number) => Math.round(times[Math.ceil(share * times.length) - 1] ?? NaN);
    process.stdout.write(
      `${answers.length} callbacks, ${rate} a second, commercetools at ${LATENCY_MS} ms a call: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, slowest ${at(1)} ms; ${taken} acknowledged, ${noted} of them durable in ${kept.length} hints\n`,
    );
    if (process.argv.includes('--log'))
      process.stdout.write(`${stage.connect.output().slice(-40).join('\n')}\n`);
    process.exitCode = taken === answers.length && noted === taken ? 0 : 1;
  } finally {
    await stage.close();
  }
}

void main();
