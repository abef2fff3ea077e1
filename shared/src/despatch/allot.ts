import type { Despatch, Goods } from './despatches';
import type { LineUnits } from './booking';
import { itemUnits, lineKey, wholeUnits, type OrderLine } from './order-lines';

/** A sales order of this order, as both sides know it. */
export interface PlannedSalesOrder {
  readonly number: string;
  /** In Multiple shipping mode. */
  readonly shippingKey?: string;
  readonly lines: readonly PlannedLine[];
}

export interface PlannedLine {
  readonly lineItemId: string;
  readonly line: string;
  readonly itemCode: string;
  /** Units of the ItemCode. */
  readonly units: number;
}

/** Units of a line item that left in one package of a despatch, as commercetools counts them. */
export interface Allotted {
  readonly despatch: string;
  readonly box: string;
  readonly line: OrderLine;
  readonly quantity: number;
}

/** Units of an ItemCode that cannot be booked. */
export interface Misfit {
  readonly salesOrder: string;
  readonly despatch: string;
  readonly itemCode: string;
  readonly units: number;
}

export interface LineExcess {
  readonly line: OrderLine;
  /** Units of the ItemCode. */
  readonly units: number;
}

export interface Allotment {
  readonly booked: readonly Allotted[];
  /** Fit no line of the order. */
  readonly unmatched: readonly Misfit[];
  /** More than ordered. */
  readonly over: readonly LineExcess[];
  /** Not more than ordered, but Deliveries that others made stand for these units already. */
  readonly covered: readonly LineExcess[];
  /** Do not make up a whole commercetools unit. */
  readonly fractions: readonly LineExcess[];
  /** Sales order number → line key → units of the ItemCode that left for it. */
  readonly left: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

interface AllotmentFacts {
  readonly lines: readonly OrderLine[];
  readonly salesOrders: readonly PlannedSalesOrder[];
  /** By time. */
  readonly despatches: readonly Despatch[];
  /** Units of Deliveries that do not stand for one of these despatches. */
  readonly otherwiseDelivered: readonly LineUnits[];
}

/**
 * Which units of which line left in which despatch: by `Line` and ItemCode, else by ItemCode alone, lines of the same
 * SKU filled in their order with what is due. What a line cannot take is not booked but told. Units that make up a
 * commercetools unit only together with those of an earlier despatch are booked with the later one.
 */
export function allot(facts: AllotmentFacts): Allotment {
  const ledger = new Ledger(facts);
  for (const despatch of facts.despatches) {
    const salesOrder = facts.salesOrders.find(({ number }) => number === despatch.salesOrder);
    if (salesOrder !== undefined)
      for (const goods of despatch.goods) ledger.take(despatch, salesOrder, goods);
  }
  return ledger.allotment();
}

interface Account {
  readonly line: OrderLine;
  /** Units of the ItemCode that may still be booked. */
  room: number;
  booked: number;
  excess: number;
}

class Ledger {
  private readonly accounts: readonly Account[];
  private readonly booked: Allotted[] = [];
  private readonly unmatched: Misfit[] = [];
  private readonly left = new Map<string, Map<string, number>>();

  constructor({ lines, otherwiseDelivered }: AllotmentFacts) {
    this.accounts = lines.map((line) => {
      const delivered = otherwiseDelivered
        .filter(({ lineItemId, shippingKey }) => lineItemId === line.lineItemId && reaches(line, shippingKey))
        .reduce((sum, { quantity }) => sum + quantity, 0);
      const room = itemUnits({ ...line, ordered: Math.max(0, line.ordered - delivered) });
      return { line, room, booked: 0, excess: 0 };
    });
  }

  take(despatch: Despatch, salesOrder: PlannedSalesOrder, goods: Goods): void {
    const candidates = this.candidates(salesOrder, goods);
    const last = candidates.at(-1);
    if (last === undefined) {
      const { itemCode, units } = goods;
      this.unmatched.push({ salesOrder: salesOrder.number, despatch: despatch.number, itemCode, units });
      return;
    }
    let units = goods.units;
    const book = (account: Account, limit: number) => {
      const some = Math.max(0, Math.min(units, account.room, limit));
      this.book(despatch, salesOrder, goods.box, account, some);
      units -= some;
    };
    for (const account of candidates) book(account, this.due(salesOrder, account));
    for (const account of candidates) book(account, Infinity);
    last.excess += units;
    this.count(salesOrder, last, units);
  }

  /** Lines that the goods may belong to: those of the sales order, else (added by hand in Peoplevox) of the order. */
  private candidates({ lines, shippingKey }: PlannedSalesOrder, { line, itemCode }: Goods): Account[] {
    const planned = lines
      .filter((candidate) => sameCode(candidate.itemCode, itemCode))
      .map((candidate) => ({ id: candidate.line, account: this.account(candidate.lineItemId, shippingKey) }));
    const others = this.accounts
      .filter((account) => sameCode(account.line.sku, itemCode) && reaches(account.line, shippingKey))
      .map((account) => ({ id: account.line.line, account }));
    for (const known of [planned, others]) {
      const exact = known.filter(({ id }) => line !== '' && sameCode(id, line));
      const found = (exact.length > 0 ? exact : known).flatMap(({ account }) => account ?? []);
      if (found.length > 0) return found;
    }
    return [];
  }

  private account(lineItemId: string, shippingKey: string | undefined): Account | undefined {
    return this.accounts.find(({ line }) => line.lineItemId === lineItemId && reaches(line, shippingKey));
  }

  /** Units that the sales order has of the line and that have not left. */
  private due({ number, lines }: PlannedSalesOrder, { line }: Account): number {
    const planned = lines
      .filter(({ lineItemId }) => lineItemId === line.lineItemId)
      .reduce((sum, { units }) => sum + units, 0);
    return planned - (this.left.get(number)?.get(lineKey(line)) ?? 0);
  }

  private book(
    despatch: Despatch,
    salesOrder: PlannedSalesOrder,
    box: string,
    account: Account,
    units: number,
  ): void {
    if (units === 0) return;
    const { line } = account;
    const quantity = wholeUnits(account.booked + units, line) - wholeUnits(account.booked, line);
    account.booked += units;
    account.room -= units;
    this.count(salesOrder, account, units);
    if (quantity > 0) this.booked.push({ despatch: despatch.number, box, line, quantity });
  }

  private count({ number }: PlannedSalesOrder, { line }: Account, units: number): void {
    const ofOrder = this.left.get(number) ?? new Map<string, number>();
    ofOrder.set(lineKey(line), (ofOrder.get(lineKey(line)) ?? 0) + units);
    this.left.set(number, ofOrder);
  }

  allotment(): Allotment {
    const excesses = this.accounts.map(({ line, booked, excess }) => {
      const over = Math.min(excess, Math.max(0, booked + excess - itemUnits(line)));
      const fraction = booked - Math.round(wholeUnits(booked, line) * line.factor);
      return { line, over, covered: excess - over, fraction };
    });
    const some = (what: 'over' | 'covered' | 'fraction') =>
      excesses.filter((each) => each[what] > 0).map((each) => ({ line: each.line, units: each[what] }));
    return {
      booked: this.booked,
      unmatched: this.unmatched,
      over: some('over'),
      covered: some('covered'),
      fractions: some('fraction'),
      left: this.left,
    };
  }
}

/** A line without shipping entry (its order does not say) takes what any sales order sends. */
function reaches(line: OrderLine, shippingKey: string | undefined): boolean {
  return line.shippingKey === undefined || shippingKey === undefined || line.shippingKey === shippingKey;
}

/** Whether Peoplevox keeps the case of codes is not known. */
function sameCode(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
