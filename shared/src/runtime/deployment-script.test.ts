import { runScript } from './deployment-script';
import type { Log } from './log';

function book() {
  const lines: string[] = [];
  const at =
    (level: string): Log['info'] =>
    (message, facts) =>
      void lines.push([level, message, ...(facts === undefined ? [] : [JSON.stringify(facts)])].join(' '));
  const log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  return {
    lines,
    run: (work: () => Promise<readonly string[]>) =>
      runScript({ application: 'shop', script: 'post-deploy', log }, work),
  };
}

describe('a deployment script', () => {
  it('ends its log with words that say that it is done', async () => {
    const { lines, run } = book();
    await run(async () => ['Channel: created.']);
    expect(lines).toEqual(['info Channel: created.', 'info post-deploy of shop: done.']);
  });

  it('ends it with words and the reason when it fails, also before it has begun', async () => {
    const { lines, run } = book();
    const work = (): Promise<never> => {
      throw new Error('KEY is missing.');
    };
    await expect(run(work)).rejects.toThrow('KEY is missing.');
    expect(lines).toEqual(['error post-deploy of shop: failed. {"reason":"KEY is missing."}']);
  });
});
