import { implausible, isDrift } from './guard';

describe('the guard', () => {
  const full = { maxShare: 0.2, known: 100, zeroed: 0, rows: 100, expected: 100 };

  it('lets a share pass that the rules allow, and stops what is more', () => {
    expect(implausible({ ...full, zeroed: 20 })).toBeUndefined();
    expect(implausible({ ...full, zeroed: 21 })).toContain('21 of 100');
  });

  it('stops a reading that has shrunk by more than the share', () => {
    expect(implausible({ ...full, rows: 80 })).toBeUndefined();
    expect(implausible({ ...full, rows: 79 })).toContain('79 where 100');
  });

  it('names both reasons', () => {
    expect(implausible({ ...full, zeroed: 50, rows: 1 })).toMatch(/50 of 100.* and .*1 where 100/);
  });

  it('finds nothing amiss in a project without entries', () => {
    expect(implausible({ maxShare: 0.2, known: 0, zeroed: 0, rows: 0, expected: 0 })).toBeUndefined();
  });

  it('lets a few SKUs of a small shop sell out together in a run of changes', () => {
    expect(implausible({ maxShare: 0.2, few: 5, known: 6, zeroed: 5 })).toBeUndefined();
    expect(implausible({ maxShare: 0.2, few: 0, known: 6, zeroed: 5 })).toContain('5 of 6');
    expect(implausible({ maxShare: 0.2, few: 5, known: 6, zeroed: 6 })).toContain('6 of 6');
  });
});

it('calls it drift when more than one entry in a hundred was wrong', () => {
  expect([isDrift(1, 100), isDrift(2, 100), isDrift(0, 0)]).toEqual([false, true, false]);
});
