import type { Order } from 'peoplevox-connector-shared/commercetools';
import type { Rules } from 'peoplevox-connector-shared/configuration';
import { withDeadline, type Log, type World } from 'peoplevox-connector-shared/runtime';
import * as z from 'zod';
import { hasDelivery, lateChange } from './late-change';

/** An order's fate in the warehouse, as our own documents tell it. */
export interface Begun {
  readonly number: string;
  readonly status: string;
}

export interface ExtensionDoorParts {
  readonly rules: () => Promise<Rules>;
  /** Sales orders of the order that came too far for a change; asks no other system than commercetools. */
  readonly begun: (orderId: string, rules: Rules) => Promise<readonly Begun[]>;
  /** What would keep a new order from being exported; undefined: cannot be told. */
  readonly faults: (
    order: Order,
    rules: Rules,
  ) => Promise<readonly { readonly message: string }[] | undefined>;
  readonly world: Pick<World, 'clock'>;
  readonly log: Log;
}

/** The body of an answer of 400 (facts/commercetools §4). */
export interface Refusal {
  readonly errors: readonly {
    readonly code: 'InvalidOperation' | 'InvalidInput';
    readonly message: string;
    readonly extensionExtraInfo: Readonly<Record<string, unknown>>;
  }[];
}

/** commercetools waits 2 s in all. */
const WITHIN_MS = 1_500;

const order = z.looseObject({
  id: z.string(),
  orderState: z.string(),
  lineItems: z.array(z.looseObject({})),
});
const call = z.object({
  action: z.enum(['Create', 'Update']),
  resource: z.object({ typeId: z.literal('order'), obj: order }),
  oldResource: z.object({ obj: order }).optional(),
});

/**
 * Judges one write on an order: undefined lets it pass. Never rejects and never refuses for a reason of our own: what
 * cannot be judged in time passes, and is logged.
 */
export function createExtension(parts: ExtensionDoorParts): (body: unknown) => Promise<Refusal | undefined> {
  async function judge(body: unknown): Promise<Refusal | undefined> {
    const { action, resource, oldResource } = call.parse(body);
    const placed = asOrder(resource.obj);
    return action === 'Create'
      ? judgeNew(placed)
      : judgeChange(oldResource && asOrder(oldResource.obj), placed);
  }

  async function judgeChange(before: Order | undefined, after: Order): Promise<Refusal | undefined> {
    // It was asked for; without it nothing can be told.
    if (before === undefined) return undefined;
    const change = lateChange(before, after);
    if (change === undefined) return undefined;
    const rules = await parts.rules();
    if (!rules.extension.refuseLateChanges) return undefined;
    const begun = await parts.begun(after.id, rules);
    return begun.length > 0 || hasDelivery(before) ? tooLate(change, begun) : undefined;
  }

  async function judgeNew(placed: Order): Promise<Refusal | undefined> {
    const rules = await parts.rules();
    if (!rules.extension.refuseUnexportableOrders) return undefined;
    const faults = await parts.faults(placed, rules);
    if (faults === undefined) {
      parts.log.warn('A new order could not be judged and passes: its references are not expanded.');
      return undefined;
    }
    if (faults.length === 0) return undefined;
    return {
      errors: faults.map(({ message }) => ({
        code: 'InvalidInput',
        message,
        extensionExtraInfo: { reason: 'order-not-exportable' },
      })),
    };
  }

  return async (body) => {
    try {
      return await withDeadline(parts.world.clock, WITHIN_MS, () => judge(body));
    } catch (error) {
      parts.log.error('A write on an order could not be judged and passes.', {
        reason: error instanceof Error ? error.name : 'unknown',
      });
      return undefined;
    }
  };
}

function tooLate(change: 'cancelled' | 'changed', begun: readonly Begun[]): Refusal {
  const which = begun.map(({ number, status }) => `sales order ${number} is "${status}"`).join(', ');
  const why = which === '' ? 'a part of it is despatched' : which;
  return {
    errors: [
      {
        code: 'InvalidOperation',
        message: `The order can no longer be ${change}: the warehouse has begun it (${why}). Ask the warehouse to stop it, or expect a return.`,
        extensionExtraInfo: {
          reason: 'picking-has-begun',
          salesOrders: begun.map(({ number }) => number),
        },
      },
    ],
  };
}

/** The platform's word for it; what is read of it was checked. */
function asOrder(value: z.output<typeof order>): Order {
  return { shipping: [], syncInfo: [], customLineItems: [], ...value } as unknown as Order;
}
