import type { LineItem, Order } from '@commercetools/platform-sdk';
import type { Rules } from '../../configuration/rules';
import { nameOfLine } from './faults';
import type { OrderFault } from './sales-order';
import { namesOfMethod, portionsOf, type ShippingEntry } from './shipping-entry';

/** The units of a line that go to one site with one shipping entry. */
export interface RoutedLine {
  readonly lineItemId: string;
  readonly sku: string | undefined;
  /** Units as commercetools counts them. */
  readonly quantity: number;
  /** In Multiple shipping mode. */
  readonly shippingKey?: string;
  /** Site reference; undefined when settled or faulty. */
  readonly site: string | undefined;
  /** Not shipped by Peoplevox: never sent. */
  readonly settled: boolean;
  /** Which rule decided, in words. */
  readonly rule: string;
  readonly faults: readonly OrderFault[];
}

/** The sales order that a routed line belongs to; shipping keys contain no `|`. */
export function groupKey(site: string, shippingKey?: string): string {
  return `${site}|${shippingKey ?? ''}`;
}

interface Situation {
  readonly order: Order;
  readonly line: LineItem;
  readonly entry: ShippingEntry | undefined;
  readonly rules: Rules;
}

type Decision = Pick<RoutedLine, 'site' | 'settled' | 'rule' | 'faults'>;

function toSite(site: string, rule: string): Decision {
  return { site, settled: false, rule, faults: [] };
}

function unroutable({ line }: Situation, reason: string, fix: string): Decision {
  const name = nameOfLine({ sku: line.variant.sku, lineItemId: line.id });
  const fault: OrderFault = { code: 'order-unroutable', message: `No site for ${name}: ${reason}`, fix };
  return { site: undefined, settled: false, rule: `none: ${reason}`, faults: [fault] };
}

function prefixOf(sku: string | undefined, prefixes: readonly string[]): string | undefined {
  return prefixes.find((prefix) => sku?.startsWith(prefix));
}

function settledBecause({ line, entry, rules }: Situation): string | undefined {
  const { supplyChannels, shippingMethods, skuPrefixes, productTypes } = rules.notShippedByPeoplevox;
  const channel = line.supplyChannel?.obj?.key;
  if (channel !== undefined && supplyChannels.includes(channel)) return `supply channel ${channel}`;
  const method = namesOfMethod(entry ?? {}).find((name) => shippingMethods.includes(name));
  if (method !== undefined) return `shipping method ${method}`;
  const prefix = prefixOf(line.variant.sku, skuPrefixes);
  if (prefix !== undefined) return `SKU prefix ${prefix}`;
  const productType = line.productType.obj?.key;
  return productType !== undefined && productTypes.includes(productType)
    ? `product type ${productType}`
    : undefined;
}

/** A rule that could settle the line cannot be asked when commercetools no longer shows what it asks for. */
function cannotTell({ line, rules }: Situation): string | undefined {
  const needsType = rules.notShippedByPeoplevox.productTypes.length > 0;
  return needsType && line.productType.obj === undefined
    ? `its product type ${line.productType.id} cannot be read, and notShippedByPeoplevox.productTypes needs it`
    : undefined;
}

function bySupplyChannel(situation: Situation): Decision | undefined {
  const { supplyChannel } = situation.line;
  if (supplyChannel === undefined) return undefined;
  const key = supplyChannel.obj?.key;
  const site = situation.rules.sites.find(
    (candidate) => key !== undefined && candidate.supplyChannel === key,
  );
  if (site !== undefined) return toSite(site.reference, `supply channel ${key} belongs to the site (sites)`);
  return unroutable(
    situation,
    key === undefined
      ? `its supply channel ${supplyChannel.id} cannot be read`
      : `its supply channel ${key} belongs to no site`,
    'Add the supply channel to "sites" in the configuration, or to notShippedByPeoplevox.supplyChannels.',
  );
}

function matches({ order, line, entry }: Situation, { when }: Rules['routing'][number]): boolean {
  const any = (allowed: readonly string[], actual: string | undefined) =>
    allowed.length === 0 || (actual !== undefined && allowed.includes(actual));
  return (
    any(when.stores, order.store?.key) &&
    any(when.countries, entry?.shippingAddress?.country) &&
    (when.skuPrefixes.length === 0 || prefixOf(line.variant.sku, when.skuPrefixes) !== undefined)
  );
}

function byRoutingRule(situation: Situation): Decision | undefined {
  const index = situation.rules.routing.findIndex((rule) => matches(situation, rule));
  const rule = situation.rules.routing[index];
  return (
    rule &&
    toSite(rule.site, `routing rule ${index + 1} of ${situation.rules.routing.length} matches (routing)`)
  );
}

function byDefault(situation: Situation): Decision {
  const { defaultSite } = situation.rules;
  if (defaultSite !== null) return toSite(defaultSite, 'no supply channel and no routing rule (defaultSite)');
  return unroutable(
    situation,
    'it has no supply channel, no routing rule matches, and there is no default site',
    'Give the line a supply channel, or add a routing rule or a defaultSite to the configuration.',
  );
}

function route(situation: Situation): Decision {
  const because = settledBecause(situation);
  if (because !== undefined)
    return { site: undefined, settled: true, rule: `not shipped by Peoplevox: ${because}`, faults: [] };
  const unknown = cannotTell(situation);
  if (unknown !== undefined)
    return unroutable(situation, unknown, 'Restore the product type, or take it out of the rule.');
  return bySupplyChannel(situation) ?? byRoutingRule(situation) ?? byDefault(situation);
}

/**
 * The site of each line, and of each shipping entry's units of it in Multiple mode. The supply channel of the line
 * decides, then the first routing rule that matches, then `defaultSite`. Needs `supplyChannel`, `productType` and
 * `shippingMethod` expanded.
 */
export function routeOrder(order: Order, rules: Rules): readonly RoutedLine[] {
  return order.lineItems.flatMap((line) => {
    const { portions, faults } = portionsOf(order, line);
    return portions.map(({ entry, quantity }) => {
      const decision = route({ order, line, entry, rules });
      return {
        lineItemId: line.id,
        sku: line.variant.sku,
        quantity,
        ...(entry?.key !== undefined && { shippingKey: entry.key }),
        ...decision,
        faults: decision.settled ? [] : [...faults, ...decision.faults],
      };
    });
  });
}

function outcome({ site, settled }: RoutedLine): string {
  if (settled) return 'not sent';
  return site ?? 'NO SITE';
}

/** The routing of an order for a person: one line of text for each routed line, with the rule that chose its site. */
export function explainRouting(order: Order, rules: Rules): string {
  const rows = routeOrder(order, rules).map((routed) => {
    const shipping = routed.shippingKey === undefined ? '' : ` with shipping ${routed.shippingKey}`;
    const faults = routed.faults.map(({ message, fix }) => `\n    ! ${message} ${fix}`).join('');
    return `  ${routed.quantity} × ${routed.sku ?? '(no SKU)'}${shipping} → ${outcome(routed)}: ${routed.rule}${faults}`;
  });
  return [`Order ${order.orderNumber ?? order.id}`, ...rows].join('\n');
}
