import { sleep } from '../../shared/src/runtime';
import { createVirtualClock } from './virtual-clock';

describe('the virtual clock', () => {
  it('starts at the given time and stands still', async () => {
    const clock = createVirtualClock(1_000);
    await clock.settle();
    expect(clock.now()).toBe(1_000);
  });

  it('runs timers in due order, equal ones in the order of asking, each at its own time', async () => {
    const clock = createVirtualClock(0);
    const seen: string[] = [];
    clock.after(20, () => seen.push(`late ${clock.now()}`));
    clock.after(10, () => seen.push(`first ${clock.now()}`));
    clock.after(10, () => seen.push(`second ${clock.now()}`));
    await clock.advance(15);
    expect(seen).toEqual(['first 10', 'second 10']);
    expect(clock.now()).toBe(15);
    expect(clock.pending).toBe(1);
    await clock.advance(5);
    expect(seen).toEqual(['first 10', 'second 10', 'late 20']);
  });

  it('lets the promises of one timer settle before the next timer runs', async () => {
    const clock = createVirtualClock(0);
    const seen: string[] = [];
    const walk = async (): Promise<void> => {
      for (let step = 1; step <= 3; step += 1) {
        await sleep(clock, 10);
        seen.push(`step ${step} at ${clock.now()}`);
      }
    };
    const walking = walk();
    clock.after(25, () => seen.push('at 25'));
    await clock.advance(30);
    await walking;
    expect(seen).toEqual(['step 1 at 10', 'step 2 at 20', 'at 25', 'step 3 at 30']);
  });

  it('forgets a cancelled timer', async () => {
    const clock = createVirtualClock(0);
    let fired = false;
    const cancel = clock.after(10, () => {
      fired = true;
    });
    cancel();
    expect(clock.pending).toBe(0);
    await clock.advance(20);
    expect(fired).toBe(false);
  });

  it('treats a negative delay as none', async () => {
    const clock = createVirtualClock(100);
    let at = 0;
    clock.after(-50, () => (at = clock.now()));
    await clock.advance(0);
    expect(at).toBe(100);
  });

  it('moves from timer to timer until a promise resolves, and no further', async () => {
    const clock = createVirtualClock(0);
    clock.after(90_000, () => undefined);
    await expect(clock.runUntil(sleep(clock, 60_000).then(() => 'done'))).resolves.toBe('done');
    expect(clock.now()).toBe(60_000);
    expect(clock.pending).toBe(1);
  });

  it('hands on the rejection of the promise', async () => {
    const clock = createVirtualClock(0);
    const failing = sleep(clock, 5).then(() => Promise.reject(new Error('broken')));
    await expect(clock.runUntil(failing)).rejects.toThrow('broken');
  });

  it('says so when nothing is scheduled that could settle the promise', async () => {
    const clock = createVirtualClock(0);
    await expect(clock.runUntil(new Promise(() => undefined))).rejects.toThrow('no timer is scheduled');
  });

  it('gives up at the limit', async () => {
    const clock = createVirtualClock(0);
    await expect(clock.runUntil(sleep(clock, 1_000), 999)).rejects.toThrow('within 999 ms');
  });
});
