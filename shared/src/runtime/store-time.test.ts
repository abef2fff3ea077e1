import { createStoreTime } from './store-time';

describe('the time of the store', () => {
  it('lies between what it would be if the answer, or the question, had taken no time', () => {
    const time = createStoreTime();
    time.observe(1_000, 1_200, 50_000);
    expect(time.at(2_000)).toEqual({ earliest: 50_800, latest: 51_000 });
  });

  it('is rounded to the safe side', () => {
    const time = createStoreTime();
    time.observe(0.5, 0.5, 100);
    expect(time.at(10.2)).toEqual({ earliest: 109, latest: 111 });
  });

  it('follows the newest answer, however wide', () => {
    const time = createStoreTime();
    time.observe(0, 0, 100);
    time.observe(10, 30, 115);
    expect(time.at(100)).toEqual({ earliest: 185, latest: 205 });
  });

  it('is the local time where the store has none, and stays learned where it has', () => {
    const time = createStoreTime();
    expect(time.known).toBe(false);
    time.takeLocal();
    expect([time.known, time.at(7)]).toEqual([true, { earliest: 7, latest: 7 }]);
    time.observe(0, 0, 100);
    time.takeLocal();
    expect(time.at(0).earliest).toBe(100);
  });
});
