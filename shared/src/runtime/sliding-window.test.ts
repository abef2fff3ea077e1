import { emptyWindow, fits, roomAt, withHeld, withoutPast, withSettled } from './sliding-window';

const at = (time: number): { earliest: number; latest: number } => ({ earliest: time, latest: time });
const two = { calls: 1, share: 2 };

describe('the state of the window', () => {
  it('counts a call to the last millisecond of its window', () => {
    const state = { ...emptyWindow, leaves: [100, 200] };
    expect(fits(state, two, 100)).toBe(false);
    expect(fits(state, two, 101)).toBe(true);
  });

  it('forgets only what is certainly over', () => {
    const state = withHeld({ ...emptyWindow, leaves: [99, 100] }, { id: 'a', calls: 2, until: 99 });
    expect(withoutPast(state, { earliest: 99, latest: 150 })).toEqual(state);
    expect(withoutPast(state, at(100))).toEqual({ ...emptyWindow, leaves: [100] });
  });

  it('replaces a held right by the calls that were made of it', () => {
    const state = withHeld(withHeld(emptyWindow, { id: 'a', calls: 2, until: 500 }), {
      id: 'b',
      calls: 1,
      until: 500,
    });
    const settled = withSettled(state, 'a', [300]);
    expect(settled).toEqual({ ...emptyWindow, leaves: [300], held: [{ id: 'b', calls: 1, until: 500 }] });
  });

  it('tells when enough calls have left, not only the first', () => {
    const state = { ...emptyWindow, leaves: [300, 100, 200] };
    expect(roomAt(state, { calls: 2, share: 3 }, 50)).toBe(201);
    expect(roomAt(state, { calls: 1, share: 4 }, 50)).toBe(50);
  });

  it('looks beyond a pause, to when the share has grown enough', () => {
    const state = { ...emptyWindow, leaves: [100], throttle: { pausedUntil: 1_000, share: 2 } };
    expect(roomAt(state, { calls: 2, share: 8 }, 0)).toBe(1_000);
    expect(roomAt(state, { calls: 7, share: 8 }, 0)).toBe(121_000);
  });
});
