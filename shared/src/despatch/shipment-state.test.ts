import type { ShipmentState } from '@commercetools/platform-sdk';
import fc from 'fast-check';
import type { LineAccount } from './accounting';
import { orderLine, rules } from './despatch.fixture';
import { orderStateAfter, progressOf, shipmentStep, type Progress } from './shipment-state';

const rising: ShipmentState[] = [
  'Pending',
  'Delayed',
  'Backorder',
  'Ready',
  'Partial',
  'Shipped',
  'Delivered',
];
const progresses: Progress[] = [
  'notAllocated',
  'partlyAllocated',
  'allocated',
  'picked',
  'partlyDespatched',
  'despatched',
  'cancelled',
];
const everything = rules({
  despatch: {
    shipmentStates: {
      notAllocated: 'Pending',
      partlyAllocated: 'Backorder',
      allocated: 'Ready',
      picked: 'Ready',
    },
  },
});

function account(overrides: Partial<LineAccount> = {}): LineAccount {
  const none = { delivered: 0, notShipped: 0, short: 0, cancelled: 0, revoked: 0, due: 0 };
  return { line: orderLine('a', 2), ...none, ...overrides };
}

describe('how far an order is', () => {
  it.each([
    ['despatched', [account({ delivered: 2 })]],
    ['despatched', [account({ delivered: 1, short: 1 }), account({ notShipped: 2 })]],
    ['partlyDespatched', [account({ delivered: 1, due: 1 })]],
    ['partlyDespatched', [account({ delivered: 2 }), account({ due: 1 })]],
    ['cancelled', [account({ cancelled: 1, short: 1 }), account({ notShipped: 2 })]],
  ] as const)('is %s', (progress, accounts) => {
    expect(progressOf(accounts, ['picked'])).toBe(progress);
  });

  it('is as far as the sales order that is least far; a status without meaning says nothing', () => {
    const due = [account({ due: 2 })];
    expect(progressOf(due, ['picked', 'allocated'])).toBe('allocated');
    expect(progressOf(due, ['picked', 'unknown'])).toBeUndefined();
    expect(progressOf(due, [])).toBeUndefined();
  });
});

describe('shipmentState', () => {
  it('is by default only Partial, Shipped and Canceled', () => {
    const written = progresses.map((progress) => shipmentStep(undefined, progress, rules()));
    expect(written.map((step) => (step.kind === 'write' ? step.state : step.kind))).toEqual([
      'keep',
      'keep',
      'keep',
      'keep',
      'Partial',
      'Shipped',
      'Canceled',
    ]);
  });

  it('never goes backwards, and never from or to Canceled against the facts', () => {
    const states = fc.constantFrom<ShipmentState | undefined>(...rising, 'Canceled', undefined);
    fc.assert(
      fc.property(states, fc.constantFrom(...progresses), (current, progress) => {
        const step = shipmentStep(current, progress, everything);
        if (step.kind !== 'write') return;
        expect(step.state).not.toBe(current);
        if (step.state === 'Canceled') expect(['Partial', 'Shipped', 'Delivered']).not.toContain(current);
        else if (current === 'Canceled') expect(['Partial', 'Shipped']).toContain(step.state);
        else if (current !== undefined)
          expect(rising.indexOf(step.state)).toBeGreaterThan(rising.indexOf(current));
      }),
    );
  });

  it('reaches the same end by every way', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(progresses.slice(0, 6)), (way) => {
        let state: ShipmentState | undefined;
        for (const progress of [...way, 'despatched'] as Progress[]) {
          const step = shipmentStep(state, progress, everything);
          if (step.kind === 'write') state = step.state;
        }
        expect(state).toBe('Shipped');
      }),
    );
  });

  it('contradicts Peoplevox when it says more than has happened', () => {
    expect(shipmentStep('Shipped', 'partlyDespatched', rules()).kind).toBe('contradicts');
    expect(shipmentStep('Delivered', 'cancelled', rules()).kind).toBe('contradicts');
    expect(shipmentStep('Partial', 'allocated', rules()).kind).toBe('contradicts');
    expect(shipmentStep('Delivered', 'despatched', rules()).kind).toBe('keep');
  });
});

describe('orderState', () => {
  const complete = rules({ despatch: { orderStates: { despatched: 'Complete', cancelled: 'Cancelled' } } });

  it('is left alone unless a rule names it, and once it is Complete or Cancelled', () => {
    expect(orderStateAfter('Open', 'despatched', rules())).toBeUndefined();
    expect(orderStateAfter('Open', 'despatched', complete)).toBe('Complete');
    expect(orderStateAfter('Cancelled', 'despatched', complete)).toBeUndefined();
    expect(orderStateAfter('Open', 'allocated', complete)).toBeUndefined();
  });
});
