import { ownerOf } from '../exceptions/codes';
import { exportCodes, faultFindings, outcomeFindings } from './findings';
import type { SalesOrderOutcome } from './sending/send-job';

const subject = { type: 'order', id: 'order-1', key: 'WEB-1' } as const;

function found(...outcomes: readonly (readonly [string, SalesOrderOutcome])[]) {
  return outcomeFindings(subject, new Map(outcomes));
}

type Refused = Extract<SalesOrderOutcome, { kind: 'refused' }>;

const refused = (words: string, taken: Refused['taken'] = 'nothing'): SalesOrderOutcome => ({
  kind: 'refused',
  words,
  taken,
  step: 'lines',
});

describe('findings of an order', () => {
  it('name every fault at once, one finding a code', () => {
    const fault = (code: 'order-invalid' | 'order-unroutable', message: string, fix: string) => ({
      code,
      message,
      fix,
    });
    const findings = faultFindings(subject, [
      fault('order-invalid', 'No city.', 'Enter it.'),
      fault('order-unroutable', 'No site.', 'Map it.'),
      fault('order-invalid', 'No postcode.', 'Enter it.'),
    ]);
    expect(findings).toEqual([
      { code: 'order-invalid', subject, message: 'No city. No postcode.', fix: 'Enter it.' },
      { code: 'order-unroutable', subject, message: 'No site.', fix: 'Map it.' },
    ]);
  });

  it.each<[string, SalesOrderOutcome, RegExp]>([
    ['order-number-conflict', { kind: 'conflict' }, /WEB-1 that does not belong/],
    ['order-missing-in-peoplevox', { kind: 'missing' }, /WEB-1 .* no longer there/],
    ['order-cancelled-in-warehouse', { kind: 'cancelled-in-warehouse' }, /WEB-1 is cancelled in Peoplevox/],
    [
      'change-too-late',
      {
        kind: 'change-too-late',
        status: 'Picking',
        changes: ['MUG: added, 1', 'x'],
        sent: false,
        shown: new Map(),
      },
      /"Picking".*MUG: added, 1; x/,
    ],
    ['cancel-too-late', { kind: 'cancel-too-late', status: 'Despatched' }, /"Despatched"/],
    ['order-rejected', refused('no such item'), /refused sales order WEB-1: "no such item"/],
  ])('say what happened and what to do: %s', (code, outcome, message) => {
    const [finding, ...others] = found(['WEB-1', outcome]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code, subject });
    expect(finding?.message).toMatch(message);
    expect(finding?.fix).not.toBe('');
  });

  it.each<SalesOrderOutcome>([
    { kind: 'confirmed' },
    { kind: 'cancelled' },
    { kind: 'never-there' },
    { kind: 'unknown' },
    { kind: 'unfinished' },
  ])('are none for the outcome $kind', (outcome) => {
    expect(found(['WEB-1', outcome])).toEqual([]);
  });

  it('say when what was taken is on hold, and when it could not be put on hold', () => {
    expect(found(['WEB-1', refused('bad')])[0]?.message).not.toContain('hold');
    expect(found(['WEB-1', refused('bad', 'on-hold')])[0]?.message).toContain('is on hold');
    const [free] = found(['WEB-1', refused('bad', 'not-on-hold')]);
    expect(free?.message).toContain('could not be put on hold: it may be shipped incomplete');
    expect(free?.fix).toContain('Put it on hold in Peoplevox by hand');
  });

  it('tell of an order that makes Peoplevox break off, although it is tried again', () => {
    expect(found(['WEB-1', { kind: 'unfinished', words: 'null reference' }])).toMatchObject([
      { code: 'order-rejected', message: expect.stringContaining('"null reference"') as unknown },
    ]);
  });

  it('tell of an order that Peoplevox never answers, from the fifth attempt on', () => {
    const unanswered = (attempts: number) =>
      outcomeFindings(subject, new Map([['WEB-1', { kind: 'unknown' }]]), attempts);
    expect(unanswered(4)).toEqual([]);
    expect(unanswered(5)).toMatchObject([
      { code: 'order-rejected', message: expect.stringContaining('WEB-1') as unknown },
    ]);
  });

  it('join what happened to several sales orders', () => {
    const findings = found(['WEB-1', { kind: 'conflict' }], ['WEB-1-2', { kind: 'conflict' }]);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.message).toMatch(/WEB-1 .*WEB-1-2 /);
  });

  it('have an owner for each code', () => {
    for (const code of exportCodes) expect(ownerOf(code)).toBeDefined();
  });
});
