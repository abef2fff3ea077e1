import type {
  CustomLineItem,
  LineItem,
  Order,
  TaxedItemPrice,
  TaxRate,
  TypedMoney,
} from '@commercetools/platform-sdk';
import type { Rules } from '../../configuration/rules';
import { centsOf, divide } from '../../commercetools/amounts';
import { groupKey, type RoutedLine } from './routing';
import { shippingEntries, type ShippingEntry } from './shipping-entry';

/** In the smallest units of the order's currency. */
export interface Amounts {
  /** What the customer pays for it, after every discount. */
  readonly totalSale: number;
  /** Every discount given on it, as a positive amount. */
  readonly discount: number;
  readonly taxPaid: number;
  /** Shipping and fees, before a discount on the order's total. */
  readonly shippingCost: number;
}

export interface OrderAmounts {
  /** By group key. */
  readonly groups: ReadonlyMap<string, Amounts>;
  /** Of what no sales order holds: lines not shipped by Peoplevox, fees left out. With it the parts make the whole. */
  readonly notSent: Amounts;
  /** What the units of a routed line cost, before a discount on the order's total. */
  readonly ofLine: ReadonlyMap<RoutedLine, number>;
}

type Prices = Rules['orderExport']['prices'];

/** One contribution to the order's total; `group` undefined: not sent. */
interface Part {
  readonly group: string | undefined;
  readonly gross: number;
  readonly net: number;
  readonly discount: number;
  readonly shippingCost: number;
}

interface Taxed {
  readonly gross: number;
  readonly net: number;
}

function taxed(untaxed: number, price: TaxedItemPrice | undefined): Taxed {
  return { gross: price?.totalGross.centAmount ?? untaxed, net: price?.totalNet.centAmount ?? untaxed };
}

/** A discount is stated with or without tax, as its price is; converted by the tax rate and rounded to whole cents. */
function inPrices(amount: number, rate: TaxRate | undefined, prices: Prices): number {
  if (rate === undefined || rate.includedInPrice === (prices === 'gross')) return amount;
  return Math.round(prices === 'gross' ? amount * (1 + rate.amount) : amount / (1 + rate.amount));
}

function groupOf({ site, shippingKey }: RoutedLine): string | undefined {
  return site === undefined ? undefined : groupKey(site, shippingKey);
}

/** The sales order that bears what belongs to a whole shipping entry: the first one of the entry. */
function bearerOf(routed: readonly RoutedLine[], shippingKey: string | undefined): string | undefined {
  const first = routed.find((line) => line.site !== undefined && line.shippingKey === shippingKey);
  return first && groupOf(first);
}

class Reckoning {
  private readonly digits: number;
  readonly ofLine = new Map<RoutedLine, number>();

  constructor(
    private readonly order: Order,
    private readonly rules: Rules['orderExport'],
    private readonly routed: readonly RoutedLine[],
  ) {
    this.digits = order.totalPrice.fractionDigits;
  }

  get parts(): readonly Part[] {
    return [
      ...this.order.lineItems.flatMap((line) => this.lineParts(line)),
      ...shippingEntries(this.order).flatMap((entry) => this.shippingPart(entry)),
      ...this.order.customLineItems.map((fee) => this.feePart(fee)),
    ];
  }

  private chosen({ gross, net }: Taxed): number {
    return this.rules.prices === 'gross' ? gross : net;
  }

  private cents(money: TypedMoney, times = 1): number {
    return centsOf(money, times, this.digits);
  }

  /** A product discount is a price of its own; what counts is what the cart took off. A gift has no price. */
  private lineDiscount(line: LineItem): number {
    if (line.lineItemMode === 'GiftLineItem') return 0;
    const full = this.cents(line.price.discounted?.value ?? line.price.value, line.quantity);
    const rate = line.taxRate ?? line.perMethodTaxRate[0]?.taxRate;
    return inPrices(Math.max(0, full - line.totalPrice.centAmount), rate, this.rules.prices);
  }

  /** Over the shipping entries as commercetools taxed them, else by quantity. */
  private taxedPortions(line: LineItem, routed: readonly RoutedLine[]): readonly Taxed[] {
    const prices = routed.map(
      ({ shippingKey }) =>
        line.taxedPricePortions.find(({ shippingMethodKey }) => shippingMethodKey === shippingKey)
          ?.taxedPrice,
    );
    if (prices.every((price) => price !== undefined)) return prices.map((price) => taxed(0, price));
    const whole = taxed(line.totalPrice.centAmount, line.taxedPrice);
    const quantities = routed.map(({ quantity }) => quantity);
    const nets = divide(whole.net, quantities);
    return divide(whole.gross, quantities).map((gross, index) => ({ gross, net: nets[index] ?? 0 }));
  }

  private lineParts(line: LineItem): readonly Part[] {
    const routed = this.routed.filter(({ lineItemId }) => lineItemId === line.id);
    const discounts = divide(
      this.lineDiscount(line),
      routed.map(({ quantity }) => quantity),
    );
    const portions = this.taxedPortions(line, routed);
    return routed.map((portion, index) => {
      const { gross, net } = portions[index] ?? { gross: 0, net: 0 };
      this.ofLine.set(portion, this.chosen({ gross, net }));
      return { group: groupOf(portion), gross, net, discount: discounts[index] ?? 0, shippingCost: 0 };
    });
  }

  private shippingPart({ key, shippingInfo }: ShippingEntry): readonly Part[] {
    if (shippingInfo === undefined) return [];
    const { price, discountedPrice, taxedPrice, taxRate } = shippingInfo;
    const paid = discountedPrice === undefined ? price.centAmount : this.cents(discountedPrice.value);
    const amount = taxed(paid, taxedPrice);
    const discount = inPrices(Math.max(0, price.centAmount - paid), taxRate, this.rules.prices);
    return [{ group: bearerOf(this.routed, key), ...amount, discount, shippingCost: this.chosen(amount) }];
  }

  /** A negative fee is a discount under another name. */
  private feePart(fee: CustomLineItem): Part {
    const amount = taxed(fee.totalPrice.centAmount, fee.taxedPrice);
    const cost = this.chosen(amount);
    const rate = fee.taxRate ?? fee.perMethodTaxRate[0]?.taxRate;
    const reduction = Math.max(0, this.cents(fee.money, fee.quantity) - fee.totalPrice.centAmount);
    return {
      group: this.rules.customLineItems === 'ignore' ? undefined : this.bearerOfFee(fee),
      ...amount,
      discount: inPrices(reduction, rate, this.rules.prices) + Math.max(0, -cost),
      shippingCost: Math.max(0, cost),
    };
  }

  private bearerOfFee(fee: CustomLineItem): string | undefined {
    const first = this.routed.find(({ site }) => site !== undefined);
    return (
      bearerOf(this.routed, fee.shippingDetails?.targets[0]?.shippingMethodKey) ?? (first && groupOf(first))
    );
  }
}

const sumOf = (parts: readonly Part[], amount: (part: Part) => number): number =>
  parts.reduce((sum, part) => sum + amount(part), 0);

function totalsOf({ totalPrice, taxedPrice, discountOnTotalPrice }: Order, prices: Prices) {
  const gross = taxedPrice?.totalGross.centAmount ?? totalPrice.centAmount;
  const net = taxedPrice?.totalNet.centAmount ?? totalPrice.centAmount;
  const { discountedGrossAmount, discountedNetAmount, discountedAmount } = discountOnTotalPrice ?? {};
  const discount = (prices === 'gross' ? discountedGrossAmount : discountedNetAmount) ?? discountedAmount;
  return { gross, tax: gross - net, discount: discount?.centAmount ?? 0 };
}

/** By what each part was taxed, else, if nothing tells, by what it costs. */
function taxWeights(baskets: readonly (readonly Part[])[], gross: readonly number[]): readonly number[] {
  const taxes = baskets.map((parts) => sumOf(parts, (part) => part.gross - part.net));
  return taxes.some((tax) => tax !== 0) ? taxes : gross;
}

/**
 * What each sales order of an order costs. Totals, tax and a discount on the order's total are commercetools' own,
 * divided so that the parts add up to them to the cent; with or without tax as `rules.orderExport.prices` says.
 */
export function reckon(
  order: Order,
  rules: Rules['orderExport'],
  routed: readonly RoutedLine[],
): OrderAmounts {
  const reckoning = new Reckoning(order, rules, routed);
  const parts = reckoning.parts;
  const keys = [...new Set(routed.map(groupOf).filter((group) => group !== undefined)), undefined];
  const baskets = keys.map((key) => parts.filter(({ group }) => group === key));
  const totals = totalsOf(order, rules.prices);
  const weights = baskets.map((basket) => sumOf(basket, ({ gross }) => gross));
  const gross = divide(totals.gross, weights);
  const tax = divide(totals.tax, taxWeights(baskets, weights));
  const discount = divide(totals.discount, weights);
  const amounts = baskets.map((basket, index): Amounts => {
    const taxPaid = tax[index] ?? 0;
    return {
      totalSale: (gross[index] ?? 0) - (rules.prices === 'net' ? taxPaid : 0),
      discount: (discount[index] ?? 0) + sumOf(basket, (part) => part.discount),
      taxPaid,
      shippingCost: sumOf(basket, ({ shippingCost }) => shippingCost),
    };
  });
  const sent = keys.flatMap((key, index) => {
    const amount = amounts[index];
    return key === undefined || amount === undefined ? [] : [[key, amount] as const];
  });
  const nothing: Amounts = { totalSale: 0, discount: 0, taxPaid: 0, shippingCost: 0 };
  return { groups: new Map(sent), notSent: amounts.at(-1) ?? nothing, ofLine: reckoning.ofLine };
}
