import { createVirtualClock } from '../simulation/virtual-clock';
import { createJob } from './job';

const MINUTE = 60_000;

function open(schedule: string | undefined, takesMs = 0, status = 200) {
  const clock = createVirtualClock(Date.parse('2026-03-02T08:00:30Z'));
  const calls: { readonly url: string; readonly at: string }[] = [];
  const urls = ['http://one.test/job', 'http://two.test/job'];
  const job = createJob(
    { endpoints: () => urls, schedule },
    {
      clock,
      random: () => 0.5,
      fetch: async (url, init) => {
        if (init?.method !== 'POST' || typeof url !== 'string') throw new Error('A job is posted to.');
        calls.push({ url, at: new Date(clock.now()).toISOString().slice(11, 19) });
        await new Promise<void>((resolve) => void clock.after(takesMs, resolve));
        return Response.json({ done: calls.length }, { status });
      },
    },
  );
  return { clock, calls, urls, job };
}

describe('a job', () => {
  it('is called on its schedule, its instances in turn', async () => {
    const { clock, calls, job } = open('*/10 * * * *');
    await clock.advance(20 * MINUTE);
    job.stop();
    await clock.advance(20 * MINUTE);
    expect(calls).toEqual([
      { url: 'http://one.test/job', at: '08:10:00' },
      { url: 'http://two.test/job', at: '08:20:00' },
    ]);
    expect(job.answers).toEqual([
      { status: 200, body: { done: 1 } },
      { status: 200, body: { done: 2 } },
    ]);
  });

  it('is called again although the call before is still at work', async () => {
    const { clock, calls, job } = open('* * * * *', 5 * MINUTE);
    await clock.advance(3 * MINUTE);
    job.stop();
    expect(calls).toHaveLength(3);
    expect(job.answers).toEqual([]);
  });

  it('is called on demand, also without a schedule', async () => {
    const { clock, job, calls } = open(undefined, 0, 503);
    await clock.advance(100 * MINUTE);
    expect(calls).toEqual([]);
    expect(await clock.runUntil(job.run())).toEqual({ status: 503, body: { done: 1 } });
  });

  it('says so when no instance is there', async () => {
    const { urls, job } = open(undefined);
    urls.length = 0;
    expect(await job.run()).toEqual({ status: 0, body: 'No instance is running.' });
  });
});
