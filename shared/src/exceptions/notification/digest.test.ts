import type { StoredException } from '../stored';
import { decideDigest, type NotificationTerms, type Told } from './digest';
import { digestWords } from './words';

const MINUTE = 60_000;
const NOW = Date.parse('2026-03-02T12:00:00Z');
const terms: NotificationTerms = { everyMinutes: 30, remindAfterHours: 24, afterMinutes: 0, atLeast: {} };
const nothingTold: Told = { at: undefined, open: {} };

function exception(key: string, minutesAgo = 5, change: Partial<StoredException> = {}): StoredException {
  return {
    key,
    version: 1,
    lastModifiedAt: NOW,
    code: 'short-pick',
    owner: 'ecommerce',
    status: 'open',
    subject: { type: 'order', id: key, key: `GB-${key}` },
    message: `Order ${key} is short.`,
    fix: 'Tell the customer.',
    firstSeenAt: new Date(NOW - minutesAgo * MINUTE).toISOString(),
    lastSeenAt: new Date(NOW).toISOString(),
    occurrences: 1,
    ...change,
  };
}

const decide = (
  open: readonly StoredException[],
  told: Told,
  change: Partial<NotificationTerms> = {},
  now = NOW,
) => decideDigest({ owner: 'ecommerce', open, told, terms: { ...terms, ...change }, now });

describe('what a team is told', () => {
  it('is what is new, and then nothing until something changes', () => {
    const open = [exception('a'), exception('b')];
    const first = decide(open, nothingTold);
    expect(first?.digest.groups).toMatchObject([
      { code: 'short-pick', open: 2, fresh: [{ key: 'a' }, { key: 'b' }] },
    ]);
    const later = NOW + 60 * MINUTE;
    expect(first && decide(open, first.told, {}, later)).toBeUndefined();
  });

  it('waits for its time: at most one message in so many minutes', () => {
    const first = decide([exception('a')], nothingTold);
    const open = [exception('a'), exception('b', -3)];
    expect(first && decide(open, first.told, {}, NOW + 29 * MINUTE)).toBeUndefined();
    expect(first && decide(open, first.told, {}, NOW + 30 * MINUTE)?.digest.groups[0]?.fresh).toMatchObject([
      { key: 'b' },
    ]);
  });

  it('is what is gone, and an exception that came back counts as new', () => {
    const first = decide([exception('a'), exception('b')], nothingTold);
    const later = NOW + 60 * MINUTE;
    const again = exception('a', -50);
    const second = first && decide([again], first.told, {}, later);
    expect(second?.digest).toMatchObject({
      resolved: { 'short-pick': 2 },
      groups: [{ open: 1, fresh: [{ key: 'a' }] }],
    });
    expect(Object.keys(second?.told.open ?? {})).toEqual(['a']);
  });

  it('is what still stands, after a day, unless the rules say never', () => {
    const first = decide([exception('a')], nothingTold);
    const tomorrow = NOW + 24 * 60 * MINUTE;
    const told = first?.told ?? nothingTold;
    expect(decide([exception('a')], told, {}, tomorrow)?.digest).toMatchObject({ isReminder: true });
    expect(decide([exception('a')], told, { remindAfterHours: 0 }, tomorrow)).toBeUndefined();
  });

  it('is nothing below the thresholds; what mends itself meanwhile is never told', () => {
    expect(decide([exception('a', 9)], nothingTold, { afterMinutes: 10 })).toBeUndefined();
    expect(decide([exception('a', 11)], nothingTold, { afterMinutes: 10 })).toBeDefined();
    const atLeast = { 'short-pick': 2 } as const;
    expect(decide([exception('a')], nothingTold, { atLeast })).toBeUndefined();
    expect(
      decide([exception('a'), exception('b')], nothingTold, { atLeast })?.digest.groups[0]?.fresh,
    ).toHaveLength(2);
  });
});

describe('the words', () => {
  const words = (open: readonly StoredException[]) => {
    const decision = decide(open, nothingTold);
    return decision === undefined ? '' : digestWords(decision.digest, 'shop');
  };

  it('say what happened, to which object, and what to do, and that there is more', () => {
    const text = words(Array.from({ length: 7 }, (_, index) => exception(String(index))));
    expect(text).toContain('*shop: 7 open, 7 new* for ecommerce');
    expect(text).toContain('• GB-0: Order 0 is short. → Tell the customer.');
    expect(text).toContain('… and 2 more');
    expect(text).not.toContain('GB-6');
  });

  it('cannot be mistaken for mark-up, and stay short enough for a chat', () => {
    const text = words([exception('a', 5, { message: 'Less than <1> & more', fix: 'x'.repeat(5_000) })]);
    expect(text).not.toContain('<1>');
    expect(text.length).toBeLessThan(4_000);
    expect(words([exception('a', 5, { message: 'a <b> & c' })])).toContain('a &lt;b&gt; &amp; c');
  });
});
