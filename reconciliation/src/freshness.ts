import {
  lifeSignOf,
  type ByProjectKeyRequestBuilder,
  type Documents,
} from 'peoplevox-connector-shared/commercetools';
import type { Hints } from 'peoplevox-connector-shared/despatch';
import { oldestUnexported } from 'peoplevox-connector-shared/orders';
import * as z from 'zod';
import { oldestHint, type WaitingHint } from './oldest-hint';
import type { Pass } from './sweep';

const CONTAINER = 'peoplevox-connector';

/** How fresh everything is. Times: milliseconds since the epoch, commercetools' clock; undefined: never, or none. */
export interface Freshness {
  readonly now: number;
  readonly stockCompletedAt: number | undefined;
  readonly oldestUnexported:
    { readonly id: string; readonly orderNumber: string | undefined; readonly createdAt: number } | undefined;
  readonly oldestHint: WaitingHint | undefined;
  readonly lastCallback: number | undefined;
  /** Last sign of life of each application. */
  readonly lastSeen: Readonly<Record<Application, number | undefined>>;
}

const applications = [
  'order-export',
  'despatch-processor',
  'inventory-import',
  'sku-audit',
  'reconciliation',
] as const;
export type Application = (typeof applications)[number];

interface FreshnessParts {
  readonly api: ByProjectKeyRequestBuilder;
  readonly documents: Documents;
  readonly hints: Hints;
}

/** Until everything was compared once, no run was completed that the stock could be as old as. */
const stock = z.object({ completedAt: z.number(), full: z.object({}) });
const callbacks = z.object({ lastAt: z.record(z.string(), z.string()) });

export async function readFreshness(
  { api, documents, hints }: FreshnessParts,
  { rules, notBefore, channelId, now }: Pass,
): Promise<Freshness> {
  const [order, stockState, called, oldest, ...signs] = await Promise.all([
    rules.mode.orders === 'off' ? undefined : oldestUnexported(api, { rules, notBefore, channelId }),
    documents.read<unknown>(CONTAINER, 'stock'),
    documents.read<unknown>(CONTAINER, 'callbacks'),
    oldestHint(hints),
    ...applications.map((application) => lastSign(documents, application)),
  ]);
  const lastCallbacks = Object.entries(callbacks.safeParse(called?.value).data?.lastAt ?? {})
    .filter(([kind]) => kind !== 'foreign')
    .map(([, at]) => Date.parse(at));
  return {
    now: now(),
    stockCompletedAt: stock.safeParse(stockState?.value).data?.completedAt,
    oldestUnexported: order && {
      id: order.id,
      orderNumber: order.orderNumber,
      createdAt: Date.parse(order.createdAt),
    },
    oldestHint: oldest,
    lastCallback: lastCallbacks.length === 0 ? undefined : Math.max(...lastCallbacks),
    lastSeen: Object.fromEntries(
      applications.map((application, index) => [application, signs[index]]),
    ) as Freshness['lastSeen'],
  };
}

/** Jobs that hold a lease renew it at each run, whatever becomes of it. */
const LEASES: Readonly<Partial<Record<Application, string>>> = {
  'inventory-import': 'stock-lease',
  'sku-audit': 'sku-audit-lease',
};

async function lastSign(documents: Documents, application: Application): Promise<number | undefined> {
  const key = LEASES[application] ?? lifeSignOf(application).key;
  return (await documents.read<unknown>(CONTAINER, key))?.lastModifiedAt;
}
