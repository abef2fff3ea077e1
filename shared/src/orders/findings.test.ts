import { ownerOf } from '../exceptions/codes';
import { exportCodes, faultFindings, outcomeFindings } from './findings';
import type { SalesOrder } from './composition/sales-order';
import type { SalesOrderOutcome } from './sending/send-job';

const subject = { type: 'order', id: 'order-1', key: 'WEB-1' } as const;

const salesOrder: SalesOrder = {
  number: 'WEB-1',
  site: 'PrimarySite',
  customer: { Reference: 'c', Name: 'Ada Byron', CustomerType: 'Individual' },
  header: { SalesOrderNumber: 'WEB-1', ShippingAddressLine1: '12 High Street', ServiceType: 'RM48' },
  lines: [
    {
      line: 'l',
      lineItemId: 'l',
      itemCode: 'MUG',
      quantity: 1,
      columns: { Attribute1: 'For Bob', ItemCode: 'MUG' },
    },
  ],
};

function found(...outcomes: readonly (readonly [string, SalesOrderOutcome])[]) {
  return outcomeFindings(subject, new Map(outcomes), [salesOrder]);
}

const refused = (words: string, onHold = false): SalesOrderOutcome => ({
  kind: 'refused',
  words,
  onHold,
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
      { kind: 'change-too-late', status: 'Picking', changes: ['MUG: added, 1', 'x'], sent: false },
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
    { kind: 'unknown', words: 'No reply.' },
  ])('are none for the outcome $kind', (outcome) => {
    expect(found(['WEB-1', outcome])).toEqual([]);
  });

  it('say when what was taken is on hold', () => {
    expect(found(['WEB-1', refused('bad', true)])[0]?.message).toContain('on hold');
    expect(found(['WEB-1', refused('bad')])[0]?.message).not.toContain('on hold');
  });

  it('quote Peoplevox without personal data, but with what is none', () => {
    const words = 'Ada Byron, 12 high street (For Bob, ada@example.com): MUG unknown for RM48';
    const [finding] = found(['WEB-1', refused(words)]);
    expect(finding?.message).not.toMatch(/Ada|high street|Bob|example/i);
    expect(finding?.message).toContain('MUG unknown for RM48');
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
