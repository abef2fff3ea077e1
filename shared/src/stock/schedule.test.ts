import { rulesSchema } from '../configuration/rules';
import { fullDue, lastOccurrence, termsOf, type ScheduleFacts } from './schedule';
import { initialState, newFullRun } from './state';

const zone = 'Europe/London';
const time = (text: string) => Date.parse(text);

describe('a time of day', () => {
  it.each([
    ['2026-03-02T02:59:00Z', '2026-03-01T03:00:00Z'],
    ['2026-03-02T03:00:00Z', '2026-03-02T03:00:00Z'],
    ['2026-07-02T02:30:00Z', '2026-07-02T02:00:00Z'],
    // Clocks go forward that night: a day has 23 hours.
    ['2026-03-29T01:30:00Z', '2026-03-28T03:00:00Z'],
    ['2026-03-29T02:30:00Z', '2026-03-29T02:00:00Z'],
  ])('was last, before %s, at %s', (now, expected) => {
    expect(new Date(lastOccurrence('03:00', zone, time(now))).toISOString()).toBe(
      new Date(expected).toISOString(),
    );
  });
});

describe('a full comparison', () => {
  const rules = rulesSchema.parse({});
  const places = { bySite: new Map([['PrimarySite', { site: 'PrimarySite', channel: null }]]) };
  const terms = termsOf(rules, places);
  const now = time('2026-03-02T12:00:00Z');
  const done = { run: 'r', startedAt: time('2026-03-02T03:00:00Z'), terms, known: 9, rows: 9 };
  const state = { ...initialState(now - 60_000), full: done };
  const run = (reason: string) =>
    newFullRun({ run: 'x', reason, terms, startedAt: now - 3_600_000, judged: true });
  const facts: ScheduleFacts = {
    state,
    current: undefined,
    rules,
    terms,
    timeZone: zone,
    now,
    isRequested: false,
  };
  const termsWith = (document: object) => termsOf(rulesSchema.parse(document), places);

  it('is not due between its times', () => {
    expect(fullDue(facts)).toBeUndefined();
  });

  it.each<[string, Partial<ScheduleFacts>]>([
    ['the first one', { state: initialState(now) }],
    [
      'it is 03:00 in Europe/London',
      { now: time('2026-03-03T03:00:30Z'), state: { ...state, completedAt: time('2026-03-03T03:00:00Z') } },
    ],
    ['a person asked for it', { isRequested: true }],
    [
      'nothing was read for more than 360 minutes',
      { state: { ...state, completedAt: now - 6.1 * 3_600_000 } },
    ],
    ['more changed at once than the report of changes is read for', { state: { ...state, unbroken: false } }],
    ['the rules or their supply channels changed', { terms: termsWith({ unitsOfMeasure: { MUG: 2 } }) }],
  ])('is due because: %s', (reason, change) => {
    expect(fullDue({ ...facts, ...change })).toBe(reason);
  });

  it('goes on once it is under way, unless the rules change', () => {
    const current = run('any');
    expect(fullDue({ ...facts, current, isRequested: true, now: now + 86_400_000 })).toBeUndefined();
    expect(fullDue({ ...facts, current, terms: termsWith({ mode: { stock: 'shadow' } }) })).toBe(
      'the rules or their supply channels changed',
    );
  });

  it('that waits for a person waits, until it is asked for again or its time of day comes', () => {
    const current = { ...run('any'), phase: 'stopped' as const };
    expect(fullDue({ ...facts, current })).toBeUndefined();
    expect(fullDue({ ...facts, current, state: { ...state, full: undefined } })).toBeUndefined();
    expect(fullDue({ ...facts, current, isRequested: true })).toBe('a person asked for it');
    expect(fullDue({ ...facts, current, now: now + 86_400_000 })).toBe('it is 03:00 in Europe/London');
  });

  it('is not made for rules that no number depends on', () => {
    expect(termsWith({ inventory: { fullAt: '04:00' }, carriers: {} })).toBe(terms);
  });

  it('is made once a site has its supply channel', () => {
    const channel = { id: 'c', key: 'uk' };
    const bySite = new Map([['PrimarySite', { site: 'PrimarySite', channel }]]);
    expect(termsOf(rules, { bySite })).not.toBe(terms);
  });
});
