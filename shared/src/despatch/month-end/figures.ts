/**
 * What a row of the month-end holds: units as commercetools counts them, and amounts in whole smallest units of the
 * currency, tax and discounts included unless the name says otherwise. Goods: line items, without shipping and fees.
 */
export const figures = [
  // Of an order that was placed in the month, else 0.
  'orderedUnits',
  'orderedGoods',
  'orderedShipping',
  'orderedFees',
  'orderedTotal',
  'orderedNet',
  'orderedTax',
  'orderedUntaxed',
  'exportedUnits',
  'exportedGoods',
  'notExportedUnits',
  'notExportedGoods',
  'shippedUnits',
  'shippedGoods',
  'elsewhereUnits',
  'elsewhereGoods',
  'cancelledUnits',
  'cancelledGoods',
  'openUnits',
  'openGoods',
  // Of what was despatched in the month, whenever it was ordered.
  'despatchedUnits',
  'despatchedGoods',
  'despatchedNet',
  'despatchedTax',
  'despatchedUntaxed',
  'earlierUnits',
  'earlierGoods',
  'overUnits',
  // Of what came back in the month.
  'returnedUnits',
  'returnedGoods',
  // Of successful Charges: in the month, and where the order stands at its end.
  'capturedInMonth',
  'captured',
  'due',
  'outstanding',
  'capturedAhead',
] as const;

export type Figure = (typeof figures)[number];
export type Figures = Readonly<Record<Figure, number>>;

/** Two sums that must be equal, in each row and in their totals. */
interface TieOut {
  readonly left: readonly Figure[];
  readonly right: readonly Figure[];
}

const tieOuts: readonly TieOut[] = [
  { left: ['orderedTotal'], right: ['orderedGoods', 'orderedShipping', 'orderedFees'] },
  { left: ['orderedTotal'], right: ['orderedNet', 'orderedTax', 'orderedUntaxed'] },
  { left: ['orderedUnits'], right: ['exportedUnits', 'notExportedUnits'] },
  { left: ['orderedGoods'], right: ['exportedGoods', 'notExportedGoods'] },
  { left: ['orderedUnits'], right: ['shippedUnits', 'elsewhereUnits', 'cancelledUnits', 'openUnits'] },
  { left: ['orderedGoods'], right: ['shippedGoods', 'elsewhereGoods', 'cancelledGoods', 'openGoods'] },
  { left: ['despatchedUnits'], right: ['shippedUnits', 'earlierUnits', 'overUnits'] },
  { left: ['despatchedGoods'], right: ['shippedGoods', 'earlierGoods'] },
  { left: ['despatchedGoods'], right: ['despatchedNet', 'despatchedTax', 'despatchedUntaxed'] },
  { left: ['due', 'capturedAhead'], right: ['captured', 'outstanding'] },
];

export function figuresOf(some: Partial<Figures>): Figures {
  return Object.fromEntries(figures.map((figure) => [figure, some[figure] ?? 0])) as Figures;
}

export function added(one: Figures, other: Figures): Figures {
  return figuresOf(Object.fromEntries(figures.map((figure) => [figure, one[figure] + other[figure]])));
}

interface TieOutResult {
  /** `a = b + c`. */
  readonly text: string;
  readonly left: number;
  readonly right: number;
}

export function checked(values: Figures): readonly TieOutResult[] {
  const total = (some: readonly Figure[]) => some.reduce((sum, figure) => sum + values[figure], 0);
  return tieOuts.map(({ left, right }) => ({
    text: `${left.join(' + ')} = ${right.join(' + ')}`,
    left: total(left),
    right: total(right),
  }));
}
