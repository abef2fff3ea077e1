import { rulesSchema } from '../configuration/rules';
import { auditDue, GOES_ON, itemTypeTerms, readingTerms, type AuditState } from './state';

const HOUR = 3_600_000;
const NOW = 100 * HOUR;
const rules = rulesSchema.parse({});
const preview = rulesSchema.parse({ skuAudit: { itemTypes: { mode: 'preview' } } });

const due = (state: Partial<AuditState>, isRequested = false, inForce = rules) =>
  auditDue({ state: { schemaVersion: 1, ...state }, rules: inForce, isRequested, now: NOW });

describe('when an audit begins', () => {
  const current = { run: 'r', reason: '', startedAt: NOW - HOUR, terms: readingTerms(rules), calls: 3 };

  it('is at first, and then as often as the rules say, whoever calls', () => {
    expect(due({})).toBe('the first one');
    expect(due({ lastStartedAt: NOW - 20 * HOUR + 1 })).toBeUndefined();
    expect(due({ lastStartedAt: NOW - 20 * HOUR })).toContain('20 hours ago');
  });

  it('is when a person asks, even if one is under way', () => {
    expect(due({ lastStartedAt: NOW - 1 }, true)).toBe('a person asked for it');
    expect(due({ current, lastStartedAt: NOW - 1 }, true)).toBe('a person asked for it');
  });

  it('is not while one is under way, unless that one read other columns', () => {
    expect(due({ current })).toBe(GOES_ON);
    expect(due({ current }, false, preview)).toContain('rules changed');
  });

  it('is when the one under way has not got on for three days: what it has read is old', () => {
    const old = { ...current, startedAt: NOW - 72 * HOUR };
    expect(due({ current: { ...old, startedAt: NOW - 71 * HOUR } })).toBe(GOES_ON);
    expect(due({ current: old })).toContain('three days');
    expect(due({ current: { ...old, steppedAt: NOW - 25 * HOUR } })).toBe(GOES_ON);
    expect(due({ current: { ...old, steppedAt: NOW - 72 * HOUR } })).toContain('three days');
  });

  it('knows what a preview depends on: not on the mode', () => {
    const live = rulesSchema.parse({ skuAudit: { itemTypes: { mode: 'live' } } });
    const other = rulesSchema.parse({ skuAudit: { itemTypes: { mode: 'live', weightAttribute: 'weight' } } });
    expect(itemTypeTerms(preview)).toBe(itemTypeTerms(live));
    expect(itemTypeTerms(live)).not.toBe(itemTypeTerms(other));
  });
});
