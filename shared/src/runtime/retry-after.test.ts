import { retryAfterMs } from './retry-after';

const now = Date.UTC(2026, 0, 5, 9, 0, 0);

describe('retryAfterMs', () => {
  it.each([
    ['2', 2_000],
    ['0', 0],
    ['Mon, 05 Jan 2026 09:00:30 GMT', 30_000],
    ['Mon, 05 Jan 2026 08:00:00 GMT', 0],
    ['-5', 0],
  ])('reads %s', (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });

  it.each([null, undefined, '', 'soon', 'Infinity'])('knows nothing of %p', (header) => {
    expect(retryAfterMs(header, now)).toBeUndefined();
  });
});
