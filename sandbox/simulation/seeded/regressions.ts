import type { Plan, Setting } from './plan';

/** A defect that the simulation found, as the least that showed it: happenings, and the calls that went wrong. */
interface Regression {
  /** What holds since it was mended. */
  readonly holds: string;
  readonly faults: readonly string[];
  readonly plan: Plan;
}

/** A quick world in which nothing goes wrong by itself; each plan says what is otherwise. */
const USUAL: Setting = {
  instances: 1,
  skewsMs: [0, 0],
  peoplevoxLatencyMs: [50, 150],
  commercetoolsLatencyMs: [2, 20],
  inventoryLagMs: 0,
  limit: { requests: 60, answer: '503' },
  statusRows: 'each',
  lateChanges: 'refuse',
  templateDates: 'iso',
  faultRate: { peoplevox: 0, commercetools: 0 },
  lostEvents: 0,
  repeatedEvents: 0,
  lateEvents: 0,
};

export const regressions: readonly Regression[] = [
  {
    holds: 'an order is marked as exported although a change that came before its mark is refused',
    faults: [
      'peoplevox GetData Sales orders #2',
      'peoplevox SaveData Sales orders #1',
      'commercetools POST custom-objects #55',
      'commercetools POST custom-objects #58',
      'peoplevox Authenticate #5',
      'commercetools POST custom-objects #62',
      'peoplevox SaveData Sales order items #1',
      'peoplevox Authenticate #8',
      'peoplevox Authenticate #9',
      'peoplevox SaveData Sales order items #2',
    ],
    plan: {
      seed: 25900,
      setting: {
        ...USUAL,
        skewsMs: [0, 134939],
        peoplevoxLatencyMs: [300, 3000],
        limit: { requests: 15, answer: 'refusal' },
        templateDates: 'british',
        faultRate: { peoplevox: 0.3, commercetools: 0.015 },
        lostEvents: 0.1,
        repeatedEvents: 0.075,
        lateEvents: 0.3,
      },
      acts: [
        {
          at: 62350,
          kind: 'order',
          lines: [
            { sku: 'TRAY', quantity: 3 },
            { sku: 'TRAY', quantity: 2 },
          ],
        },
        {
          at: 91352,
          kind: 'order',
          lines: [
            { sku: 'TRAY', quantity: 3 },
            { sku: 'TRAY', quantity: 2 },
            { sku: 'TRAY', quantity: 2 },
          ],
        },
        {
          at: 94796,
          kind: 'order',
          lines: [
            { sku: 'TRAY', quantity: 2 },
            { sku: 'TRAY', quantity: 1 },
            { sku: 'MUG', quantity: 3 },
          ],
          flaw: 'sku',
        },
        { at: 100480, kind: 'short-pick', which: 2 },
        {
          at: 100483,
          kind: 'order',
          lines: [
            { sku: 'TEAPOT', quantity: 3 },
            { sku: 'TRAY', quantity: 3 },
            { sku: 'TRAY', quantity: 2 },
          ],
        },
        { at: 101722, kind: 'order', lines: [{ sku: 'TEAPOT', quantity: 1 }] },
        {
          at: 123557,
          kind: 'order',
          lines: [
            { sku: 'TRAY', quantity: 2 },
            { sku: 'TRAY', quantity: 1 },
          ],
        },
        { at: 159951, kind: 'wave', which: 787 },
        { at: 186453, kind: 'despatch', which: 1 },
        { at: 187476, kind: 'cancel', which: 7 },
        { at: 191279, kind: 'sessions-end' },
        { at: 221279, kind: 'lower-quantity', which: 273 },
      ],
    },
  },
  {
    holds:
      'units of an order that came while stock was read count as they were sent, though fewer are wanted now',
    faults: [
      'peoplevox GetData Sales orders #2',
      'peoplevox GetData Sales orders #4',
      'commercetools POST inventory #3',
      'peoplevox GetData Sales orders #6',
      'peoplevox GetData Sales orders #7',
      'peoplevox GetReportData Despatch summary #2',
      'peoplevox GetReportData Despatch summary #3',
      'peoplevox Authenticate #6',
      'peoplevox GetData Sales orders #13',
    ],
    plan: {
      seed: 57926,
      setting: {
        ...USUAL,
        peoplevoxLatencyMs: [300, 3000],
        commercetoolsLatencyMs: [5, 120],
        limit: { requests: 60, answer: '429-retry-after' },
        templateDates: 'british',
        faultRate: { peoplevox: 0.3, commercetools: 0.015 },
        lostEvents: 0.025,
        repeatedEvents: 0.3,
        lateEvents: 0.3,
      },
      acts: [
        {
          at: 80522,
          kind: 'order',
          lines: [
            { sku: 'TRAY', quantity: 3 },
            { sku: 'TRAY', quantity: 3 },
          ],
          flaw: 'address',
        },
        { at: 113029, kind: 'order', lines: [{ sku: 'TEAPOT', quantity: 2 }], flaw: 'sku' },
        {
          at: 121895,
          kind: 'order',
          lines: [
            { sku: 'TRAY', quantity: 3 },
            { sku: 'TRAY', quantity: 2 },
          ],
          flaw: 'address',
        },
        {
          at: 125986,
          kind: 'order',
          lines: [
            { sku: 'MUG', quantity: 1 },
            { sku: 'TRAY', quantity: 3 },
          ],
        },
        { at: 242585, kind: 'order', lines: [{ sku: 'TEAPOT', quantity: 2 }] },
        { at: 246576, kind: 'lower-quantity', which: 4 },
      ],
    },
  },
  {
    holds:
      'a cancellation whose message was lost is found, though it follows upon a change that was confirmed',
    faults: [],
    plan: {
      seed: 11651,
      setting: {
        ...USUAL,
        skewsMs: [0, 269741],
        inventoryLagMs: 9500,
        limit: { requests: 60, answer: 'refusal' },
        capture: { paid: 4000, by: 'payment-intents' },
        lateChanges: 'ignore',
        templateDates: 'british',
        faultRate: { peoplevox: 0, commercetools: 0.06 },
        lostEvents: 0.1,
        lateEvents: 0.3,
      },
      acts: [
        { at: 20063, kind: 'order', lines: [{ sku: 'TRAY', quantity: 2 }] },
        {
          at: 64175,
          kind: 'order',
          lines: [
            { sku: 'TRAY', quantity: 3 },
            { sku: 'TRAY', quantity: 2 },
          ],
        },
        { at: 68022, kind: 'lower-quantity', which: 1 },
        { at: 236995, kind: 'cancel', which: 71 },
      ],
    },
  },
  {
    holds: 'a cancellation that Peoplevox refused is tried again, though it never said that it has the order',
    faults: ['peoplevox SaveData Sales orders #1', 'peoplevox SaveData Sales orders #2'],
    plan: {
      seed: 8110,
      setting: {
        ...USUAL,
        inventoryLagMs: 9500,
        lateChanges: 'ignore',
        faultRate: { peoplevox: 0.3, commercetools: 0.015 },
        lostEvents: 0.025,
        repeatedEvents: 0.15,
        lateEvents: 0.15,
        capture: { paid: 20000, by: 'charge' },
      },
      acts: [
        {
          at: 36504,
          kind: 'order',
          lines: [
            { sku: 'MUG', quantity: 1 },
            { sku: 'MUG', quantity: 3 },
          ],
        },
        { at: 39836, kind: 'cancel', which: 1 },
      ],
    },
  },
  {
    holds:
      'the first stock run goes on after it broke off, though an entry that it had made is to be emptied',
    faults: ['commercetools POST inventory #3'],
    plan: {
      seed: 7814,
      setting: {
        ...USUAL,
        inventoryLagMs: 4000,
        limit: { requests: 15, answer: '429-retry-after' },
        templateDates: 'british',
        faultRate: { peoplevox: 0.075, commercetools: 0.06 },
        lostEvents: 0.025,
        repeatedEvents: 0.075,
        lateEvents: 0.075,
        capture: { paid: 4000, by: 'charge' },
      },
      acts: [
        {
          at: 7095,
          kind: 'order',
          lines: [
            { sku: 'TEAPOT', quantity: 2 },
            { sku: 'TEAPOT', quantity: 1 },
          ],
        },
        { at: 28742, kind: 'deallocate', which: 323 },
        { at: 46740, kind: 'add-line', which: 2 },
        { at: 121915, kind: 'release', which: 389 },
      ],
    },
  },
  {
    holds:
      'an entry is computed again that was lowered for an order by a run that died, though the order is over',
    faults: [],
    plan: {
      seed: 2683,
      setting: {
        ...USUAL,
        peoplevoxLatencyMs: [50, 900],
        commercetoolsLatencyMs: [5, 120],
        inventoryLagMs: 9500,
        faultRate: { peoplevox: 0.075, commercetools: 0.06 },
        lateEvents: 0.15,
      },
      acts: [
        { at: 15905, kind: 'short-pick', which: 341 },
        { at: 20224, kind: 'wave', which: 0 },
        {
          at: 27165,
          kind: 'order',
          lines: [
            { sku: 'TRAY', quantity: 3 },
            { sku: 'TEAPOT', quantity: 2 },
          ],
        },
        { at: 190280, kind: 'despatch', which: 0 },
        {
          at: 242235,
          kind: 'crash',
          which: 285,
          write: 'stock',
          calls: 2,
          when: 'after',
          awayMs: 160254,
        },
        { at: 274325, kind: 'return', which: 646 },
      ],
    },
  },
  {
    holds:
      'units of an order are not on sale that came, was sent and was cancelled while a slow stock run read',
    faults: [],
    plan: {
      seed: 772,
      setting: {
        ...USUAL,
        peoplevoxLatencyMs: [50, 900],
        commercetoolsLatencyMs: [5, 120],
        limit: { requests: 15, answer: '429' },
        statusRows: 'none',
        capture: { paid: 20_000, by: 'charge' },
        lateChanges: 'ignore',
        lostEvents: 0.025,
        lateEvents: 0.075,
      },
      acts: [
        {
          at: 70059,
          kind: 'order',
          lines: [
            { sku: 'MUG', quantity: 3 },
            { sku: 'TEAPOT', quantity: 1 },
          ],
          flaw: 'sku',
        },
        { at: 89637, kind: 'change-address', which: 1 },
        { at: 109932, kind: 'order', lines: [{ sku: 'TRAY', quantity: 1 }] },
        {
          at: 132633,
          kind: 'order',
          lines: [
            { sku: 'TEAPOT', quantity: 2 },
            { sku: 'TRAY', quantity: 2 },
            { sku: 'MUG', quantity: 2 },
          ],
        },
        { at: 137107, kind: 'cancel', which: 2 },
      ],
    },
  },
  {
    holds: 'units whose allocation people took back while a slow run read stock are not on sale',
    faults: [],
    plan: {
      seed: 1,
      setting: { ...USUAL, peoplevoxLatencyMs: [3000, 3000], commercetoolsLatencyMs: [10, 10] },
      acts: [
        { at: 25000, kind: 'order', lines: [{ sku: 'TEAPOT', quantity: 2 }] },
        { at: 64200, kind: 'deallocate', which: 0 },
      ],
    },
  },
  {
    holds: 'units of a cancelled order are not on sale while rows of it are on their way',
    faults: [],
    plan: {
      seed: 76,
      setting: { ...USUAL, peoplevoxLatencyMs: [300, 3000] },
      acts: [
        { at: 50000, kind: 'receive', sku: 'TEAPOT', quantity: 1 },
        { at: 58600, kind: 'order', lines: [{ sku: 'TEAPOT', quantity: 5 }] },
        { at: 60900, kind: 'cancel', which: 0 },
      ],
    },
  },
  {
    holds: 'an order that left unseen is through',
    faults: ['peoplevox SaveData Sales order items #1', 'peoplevox SaveData Sales orders #2'],
    plan: {
      seed: 49,
      setting: {
        ...USUAL,
        limit: { requests: 15, answer: '429' },
        faultRate: { peoplevox: 0.15, commercetools: 0 },
      },
      acts: [
        { at: 100000, kind: 'order', lines: [{ sku: 'MUG', quantity: 2 }] },
        { at: 120000, kind: 'wave', which: 0 },
        { at: 130000, kind: 'despatch', which: 1 },
      ],
    },
  },
  {
    holds: 'an order whose first change came too late is marked as exported',
    faults: ['peoplevox SaveData Sales order items #1'],
    plan: {
      seed: 30,
      setting: { ...USUAL, faultRate: { peoplevox: 0.15, commercetools: 0 } },
      acts: [
        { at: 90000, kind: 'order', lines: [{ sku: 'MUG', quantity: 2 }] },
        { at: 105000, kind: 'wave', which: 0 },
        { at: 115000, kind: 'change-address', which: 1 },
      ],
    },
  },
  {
    holds: 'an outage ends for applications that have nothing to ask',
    faults: [],
    plan: {
      seed: 1,
      setting: {
        ...USUAL,
        commercetoolsLatencyMs: [20, 400],
        inventoryLagMs: 800,
        limit: { requests: 15, answer: '429-retry-after' },
        templateDates: 'british',
        repeatedEvents: 0.3,
      },
      acts: [
        { at: 90000, kind: 'outage', system: 'peoplevox', ms: 60000 },
        { at: 100000, kind: 'order', lines: [{ sku: 'TRAY', quantity: 1 }] },
        { at: 110000, kind: 'cancel', which: 1 },
      ],
    },
  },
  {
    holds: 'a cancelled order does not wait for units that no sales order has',
    faults: [],
    plan: {
      seed: 1,
      setting: {
        ...USUAL,
        commercetoolsLatencyMs: [20, 400],
        inventoryLagMs: 800,
        limit: { requests: 15, answer: '429-retry-after' },
        lateChanges: 'ignore',
        templateDates: 'british',
        repeatedEvents: 0.3,
      },
      acts: [
        { at: 11330, kind: 'order', lines: [{ sku: 'TRAY', quantity: 2 }] },
        { at: 50503, kind: 'wave', which: 685 },
        { at: 82495, kind: 'add-line', which: 100 },
        { at: 97182, kind: 'cancel', which: 964 },
        { at: 110641, kind: 'short-pick', which: 189 },
        { at: 175031, kind: 'despatch', which: 554 },
      ],
    },
  },
  {
    holds: 'a hold of people on a picked sales order is not taken for ours',
    faults: ['peoplevox SaveData Sales order items #1'],
    plan: {
      seed: 30,
      setting: { ...USUAL, faultRate: { peoplevox: 0.15, commercetools: 0 } },
      acts: [
        { at: 90000, kind: 'order', lines: [{ sku: 'MUG', quantity: 2 }] },
        { at: 105000, kind: 'wave', which: 0 },
        { at: 115000, kind: 'hold', which: 1 },
      ],
    },
  },
  {
    holds: 'rows that are counted and do not show are not taken for absent',
    faults: [],
    plan: {
      seed: 31,
      setting: USUAL,
      acts: [
        { at: 89000, kind: 'foreign-order', isHidden: true },
        { at: 90000, kind: 'order', lines: [{ sku: 'TRAY', quantity: 1 }] },
      ],
    },
  },
];
