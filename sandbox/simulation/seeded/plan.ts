import type { Random } from '../../../shared/src/runtime';
import type { CustomerServiceAct } from './customer-service';
import { between, chosen, createDice } from './dice';
import type { WarehouseAct } from './warehouse-people';

/** Scarce SKUs prove that no more is sold than is there; people count, lose and order the plentiful one as they like. */
export const SCARCE = ['MUG', 'TEAPOT'] as const;
export const PLENTIFUL = 'TRAY';
export type Sku = (typeof SCARCE)[number] | typeof PLENTIFUL;

export interface Wish {
  readonly sku: Sku;
  readonly quantity: number;
}

/** Something that a person or the world does. `which` picks among what is there at the time. */
export type Act = { readonly at: number } & (
  | { readonly kind: 'order'; readonly lines: readonly Wish[]; readonly flaw?: 'address' | 'sku' }
  | { readonly kind: CustomerServiceAct | WarehouseAct; readonly which: number }
  /** Another shop's sales order gets the number that our next order will want. `isHidden`: the first reply to a search for it is cut. */
  | { readonly kind: 'foreign-order'; readonly isHidden: boolean }
  | { readonly kind: 'receive'; readonly sku: Sku; readonly quantity: number }
  | { readonly kind: 'adjust'; readonly quantity: number }
  | {
      readonly kind: 'crash';
      readonly which: number;
      /** Such calls only; without it every call counts. */
      readonly write?: Write;
      readonly calls: number;
      readonly when: 'before' | 'after';
      /** How long the application has one instance less. */
      readonly awayMs: number;
    }
  | { readonly kind: 'outage'; readonly system: 'peoplevox' | 'commercetools'; readonly ms: number }
  | { readonly kind: 'sessions-end' }
  | { readonly kind: 'redeploy'; readonly which: number }
);
export type ActKind = Act['kind'];

/** Writes around which a process is most likely to leave something half done. */
export type Write = 'stock' | 'order' | 'sales order' | 'document';

/** How the world is made; drawn from the seed. */
export interface Setting {
  readonly instances: number;
  readonly skewsMs: readonly number[];
  readonly peoplevoxLatencyMs: readonly [number, number];
  readonly commercetoolsLatencyMs: readonly [number, number];
  readonly inventoryLagMs: number;
  /** `requests`: what Peoplevox takes in 15 s; the applications' shares are in proportion. */
  readonly limit: {
    readonly requests: 15 | 60;
    readonly answer: '429' | '429-retry-after' | '503' | 'refusal';
  };
  readonly statusRows: 'each' | 'none';
  /** Despatches are captured, and orders are paid by `paid` cents that are authorised. */
  readonly capture?: { readonly paid: number; readonly by: 'payment-intents' | 'charge' };
  readonly lateChanges: 'refuse' | 'ignore';
  readonly templateDates: 'iso' | 'british';
  /** Share of calls that go wrong, by system. */
  readonly faultRate: { readonly peoplevox: number; readonly commercetools: number };
  readonly lostEvents: number;
  readonly repeatedEvents: number;
  readonly lateEvents: number;
}

export interface Plan {
  readonly seed: number;
  readonly setting: Setting;
  readonly acts: readonly Act[];
}

const MINUTE = 60_000;
/** The schedule of the stock import. */
export const STOCK = { firstMs: 1_000, everyMs: MINUTE };
/** Acts fall into this time; then the world is left to itself. */
export const ACTIVE_MS = 5 * MINUTE;
/** The first stock run makes the entries; before it nothing can be sold. */
const OPENING_MS = 5_000;

const ACTS: readonly (readonly [ActKind, number])[] = [
  ['order', 24],
  ['cancel', 4],
  ['mend-address', 2],
  ['change-address', 3],
  ['lower-quantity', 3],
  ['add-line', 3],
  ['wave', 14],
  ['short-pick', 3],
  ['despatch', 10],
  ['part-despatch', 6],
  ['late-tracking', 4],
  ['correct-tracking', 3],
  ['warehouse-cancel', 1],
  ['close-short', 1],
  ['hold', 4],
  ['release', 4],
  ['deallocate', 3],
  ['allocate', 4],
  ['return', 5],
  ['foreign-order', 4],
  ['receive', 4],
  ['adjust', 1],
  ['crash', 5],
  ['outage', 1],
  ['sessions-end', 1],
  ['redeploy', 1],
];

export function planOf(seed: number): Plan {
  const dice = createDice(seed);
  return { seed, setting: settingOf(dice.stream('setting')), acts: actsOf(dice.stream('acts')) };
}

function settingOf(random: Random): Setting {
  const isCalm = random() < 0.2;
  const rate = (most: number) => (isCalm ? 0 : chosen(random, [0, most / 4, most / 2, most]));
  return {
    instances: random() < 0.3 ? 2 : 1,
    skewsMs: [0, 1].map(() => (random() < 0.2 ? between(random, -5 * MINUTE, 5 * MINUTE) : 0)),
    peoplevoxLatencyMs: chosen(random, [
      [50, 150],
      [50, 900],
      [300, 3_000],
    ]),
    commercetoolsLatencyMs: chosen(random, [
      [2, 20],
      [5, 120],
      [20, 400],
    ]),
    inventoryLagMs: chosen(random, [0, 800, 4_000, 9_500]),
    limit: {
      requests: random() < 0.25 ? 15 : 60,
      answer: chosen(random, ['429', '429-retry-after', '503', 'refusal']),
    },
    statusRows: random() < 0.15 ? 'none' : 'each',
    ...(random() < 0.5 && {
      capture: {
        paid: chosen(random, [4_000, 20_000]),
        by: chosen(random, ['payment-intents', 'charge'] as const),
      },
    }),
    lateChanges: random() < 0.3 ? 'ignore' : 'refuse',
    templateDates: random() < 0.5 ? 'iso' : 'british',
    faultRate: { peoplevox: rate(0.3), commercetools: rate(0.06) },
    lostEvents: rate(0.1),
    repeatedEvents: rate(0.3),
    lateEvents: rate(0.3),
  };
}

function actsOf(random: Random): Act[] {
  const count = between(random, 12, 34);
  const acts = inOrder(
    Array.from({ length: count }, () => {
      const act = actOf(random, drawnKind(random));
      return { ...act, at: timeOf(random, act.kind) };
    }),
  );
  return inOrder(acts.map((act) => atItsHeels(random, act, acts)));
}

function inOrder(acts: readonly Act[]): Act[] {
  return acts.toSorted((one, other) => one.at - other.at);
}

/** What often comes soon after something else, while that is still on its way, and how soon at the latest. */
const HEELS: Partial<
  Readonly<Record<ActKind, { readonly of: readonly ActKind[]; readonly withinMs: number }>>
> = {
  cancel: { of: ['order'], withinMs: 7_000 },
  'change-address': { of: ['order', 'wave'], withinMs: 9_000 },
  'lower-quantity': { of: ['order', 'wave'], withinMs: 9_000 },
  'add-line': { of: ['order', 'wave'], withinMs: 9_000 },
  wave: { of: ['order'], withinMs: 20_000 },
  hold: { of: ['order', 'wave'], withinMs: 15_000 },
  despatch: { of: ['wave', 'part-despatch'], withinMs: 40_000 },
  release: { of: ['hold'], withinMs: STOCK.everyMs },
  deallocate: { of: ['order'], withinMs: 30_000 },
  allocate: { of: ['deallocate'], withinMs: STOCK.everyMs },
  crash: { of: ['order', 'receive', 'adjust', 'despatch', 'cancel'], withinMs: 2_000 },
  'correct-tracking': { of: ['late-tracking', 'despatch'], withinMs: 20_000 },
};

/** Customers change their minds at once, and people mend what they have just done. */
function atItsHeels(random: Random, act: Act, acts: readonly Act[]): Act {
  const heels = HEELS[act.kind];
  const leaders = acts.filter(({ kind, at }) => heels?.of.includes(kind) === true && at < ACTIVE_MS - 1_000);
  if (heels === undefined || leaders.length === 0 || random() < 0.5) return act;
  const which = Math.floor(random() * leaders.length);
  const at = (leaders[which]?.at ?? 0) + between(random, 200, heels.withinMs);
  const isToLeader = 'which' in act && act.kind !== 'crash';
  return { ...act, at: GIVING.has(act.kind) ? atATick(random, at) : at, ...(isToLeader && { which }) };
}

/** Stock that is promised while the import reads is what it may count twice. */
const GIVING: ReadonlySet<ActKind> = new Set(['release', 'allocate']);

function atATick(random: Random, at: number): number {
  return (
    Math.ceil((at - STOCK.firstMs) / STOCK.everyMs) * STOCK.everyMs +
    STOCK.firstMs +
    between(random, 0, 3_000)
  );
}

const RACING: ReadonlySet<ActKind> = new Set(['order', 'cancel', 'crash', 'receive', 'hold', 'release']);

const LATE: ReadonlySet<ActKind> = new Set([
  'despatch',
  'part-despatch',
  'late-tracking',
  'correct-tracking',
  'return',
]);

/** What races with the stock import often happens while it works, or is not through when it begins. */
function timeOf(random: Random, kind: ActKind): number {
  const isRacing = RACING.has(kind) && random() < 0.4;
  if (isRacing)
    return (
      STOCK.firstMs +
      between(random, 1, ACTIVE_MS / STOCK.everyMs - 1) * STOCK.everyMs +
      between(random, -6_000, 4_000)
    );
  // Before anything was ordered and has left, nothing of it can be corrected or come back.
  const earliest = LATE.has(kind) ? ACTIVE_MS / 3 : OPENING_MS;
  // The earlier something is ordered, the more can become of it.
  const share = kind === 'order' ? random() ** 2 / 2 : random();
  return earliest + Math.floor(share * (ACTIVE_MS - earliest));
}

function drawnKind(random: Random): ActKind {
  const total = ACTS.reduce((sum, [, weight]) => sum + weight, 0);
  let left = random() * total;
  for (const [kind, weight] of ACTS) {
    left -= weight;
    if (left < 0) return kind;
  }
  return 'order';
}

function actOf(random: Random, kind: ActKind): Act {
  const at = 0;
  const which = between(random, 0, 999);
  switch (kind) {
    case 'order':
      return { at, kind, lines: linesOf(random), ...flawOf(random) };
    case 'receive':
      return { at, kind, sku: chosen(random, [...SCARCE, PLENTIFUL]), quantity: between(random, 1, 4) };
    case 'adjust':
      return { at, kind, quantity: chosen(random, [-5, -3, -1, 1, 3, 6]) };
    case 'crash':
      return {
        at,
        kind,
        which,
        ...crashing(random),
        when: chosen(random, ['before', 'after']),
        awayMs: between(random, 1_000, 3 * MINUTE),
      };
    case 'outage':
      return {
        at,
        kind,
        system: chosen(random, ['peoplevox', 'commercetools']),
        ms: between(random, 5_000, 4 * MINUTE),
      };
    case 'sessions-end':
      return { at, kind };
    case 'foreign-order':
      return { at, kind, isHidden: random() < 0.5 };
    default:
      return { at, kind, which };
  }
}

function crashing(random: Random): { readonly calls: number; readonly write?: Write } {
  if (random() < 0.5) return { calls: between(random, 1, 14) };
  const write = chosen<Write>(random, ['stock', 'stock', 'order', 'sales order', 'document']);
  return { write, calls: between(random, 1, 2) };
}

function linesOf(random: Random): Wish[] {
  const count = chosen(random, [1, 1, 1, 2, 2, 3]);
  return Array.from({ length: count }, () => ({
    sku: chosen<Sku>(random, [...SCARCE, PLENTIFUL, PLENTIFUL]),
    quantity: between(random, 1, 3),
  }));
}

function flawOf(random: Random): { readonly flaw?: 'address' | 'sku' } {
  const chance = random();
  if (chance < 0.1) return { flaw: 'address' };
  return chance < 0.14 ? { flaw: 'sku' } : {};
}
