import { createLimiter } from './limiter';
import { settingsSchema } from './settings';

describe('the request limit', () => {
  function limiterAt(start: number) {
    const time = { now: start };
    return {
      time,
      limiter: createLimiter(
        () => time.now,
        settingsSchema.parse({ limit: { requests: 2, windowMs: 1000 } }),
      ),
    };
  }

  it('lets in as many requests as allowed in any window, sliding', () => {
    const { time, limiter } = limiterAt(0);
    const granted = [0, 600, 900, 1000, 1500, 1600].map((at) => {
      time.now = at;
      return limiter.arrive();
    });
    expect(granted).toEqual([true, true, false, true, false, true]);
  });

  it('tells the largest number of arrivals in any window, refused ones included', () => {
    const { time, limiter } = limiterAt(0);
    for (const at of [0, 600, 900, 1000, 5000]) {
      time.now = at;
      limiter.arrive();
    }
    expect(limiter.peak()).toBe(3);
  });

  it('tells how long until the next request is let in', () => {
    const { time, limiter } = limiterAt(100);
    limiter.arrive();
    limiter.arrive();
    time.now = 400;
    expect(limiter.untilFree()).toBe(700);
  });
});
