import { simulatorFetch } from './fetch';
import { drive, elements, envelope } from './testing';

const save = `<saveRequest>${elements({ TemplateName: 'Carriers', CsvData: 'Name\nUPS', Action: 0 })}</saveRequest>`;

function connected(latencyMs = 0) {
  const driver = drive();
  const { clock, simulator } = driver;
  const fetch = simulatorFetch(simulator, { clock, latencyMs });
  const { path, ...init } = envelope(driver, 'SaveData', save);
  const post = (signal?: AbortSignal) =>
    fetch(`http://pvx.example${path}`, { ...init, ...(signal ? { signal } : {}) });
  return { ...driver, clock, post };
}

describe('the fetch adapter', () => {
  it('takes its time on the injected clock', async () => {
    const { clock, post } = connected(300);
    const start = clock.now();
    const response = await clock.runUntil(post());
    expect(await response.text()).toContain('<Status>Success</Status>');
    expect(clock.now() - start).toBe(300);
  });

  it.each(['reset', 'reply-lost'] as const)('rejects as a broken connection does: %s', async (kind) => {
    const { simulator, post } = connected();
    simulator.faults.set({ fault: { kind } });
    await expect(post()).rejects.toThrow('fetch failed');
  });

  it('breaks off in the middle of a truncated body', async () => {
    const { simulator, post } = connected();
    simulator.faults.set({ fault: { kind: 'truncated' } });
    const response = await post();
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
  });

  it('rejects when it is aborted while the reply is under way; the work is done all the same', async () => {
    const { simulator, clock, post } = connected();
    simulator.faults.set({ fault: { kind: 'delay', ms: 60_000 } });
    const controller = new AbortController();
    clock.after(1000, () => controller.abort(new Error('too long')));
    await expect(clock.runUntil(post(controller.signal))).rejects.toThrow('too long');
    expect(simulator.journal.at(-1)).toMatchObject({ operation: 'SaveData', outcome: 'ok' });
  });

  it('reaches nobody while the service is away, and waits while it is frozen', async () => {
    const { simulator, clock, post } = connected();
    simulator.away = true;
    await expect(post()).rejects.toThrow('fetch failed');
    simulator.away = false;
    simulator.frozen = true;
    clock.after(5000, () => {
      simulator.frozen = false;
    });
    const start = clock.now();
    await clock.runUntil(post());
    expect(clock.now() - start).toBeGreaterThanOrEqual(5000);
  });
});
