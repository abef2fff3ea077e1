import type { Customer, Order } from '@commercetools/platform-sdk';
import type { Rules } from '../../configuration/rules';
import { PeoplevoxError } from '../../peoplevox/errors';
import { composeSalesOrders } from './compose';
import type { OrderAccess } from '../order-access';
import { fixedNumbers, fixedSites, pathsOf, type Known } from '../known-order';
import type { KnownCodes } from '../sending/known-codes';
import { generatedOrderNumber } from './numbers';
import type { Composition } from './sales-order';

interface ComposerDependencies {
  readonly orders: OrderAccess;
  readonly knownCodes: KnownCodes;
  readonly projectKey: string;
  /** IANA zone of the tenant. */
  readonly timeZone: string;
}

/** Service types that are older are read again before an order is held for one that is missing. */
const RECENT_MS = 60_000;

/** Composes an order with what Peoplevox knows; while Peoplevox is away, only to name faults that are there anyway. */
export function createComposer(dependencies: ComposerDependencies): (known: Known) => Promise<Composition> {
  const { orders, knownCodes, projectKey, timeZone } = dependencies;

  async function customerFor(order: Order, rules: Rules): Promise<Customer | undefined> {
    const needed = pathsOf(rules).some((path) => path.startsWith('customer.'));
    return needed && order.customerId !== undefined ? orders.customer(order.customerId) : undefined;
  }

  return async ({ order, stored, rules }) => {
    const isNumbered = order.orderNumber !== undefined || rules.orderExport.number.missing === 'hold';
    const numbered = isNumbered ? order : { ...order, orderNumber: generatedOrderNumber(order) };
    const facts = {
      rules,
      projectKey,
      timeZone,
      numbers: fixedNumbers(stored?.value),
      sites: fixedSites(stored?.value),
      customer: await customerFor(order, rules),
      itemCodeKnown: () => undefined,
    };
    try {
      const skus = order.lineItems.flatMap(({ variant }) => variant.sku ?? []);
      const itemCodeKnown = await knownCodes.itemCodes(skus);
      const compose = async (maxAgeMs?: number) =>
        composeSalesOrders(numbered, {
          ...facts,
          itemCodeKnown,
          serviceTypes: await knownCodes.serviceTypes(maxAgeMs),
        });
      const composition = await compose();
      return composition.kind === 'faulty' ? await compose(RECENT_MS) : composition;
    } catch (error) {
      if (!(error instanceof PeoplevoxError)) throw error;
      const composition = composeSalesOrders(numbered, facts);
      if (composition.kind === 'faulty') return composition;
      throw error;
    }
  };
}
