import { withConflictRetry, type Documents } from 'peoplevox-connector-shared/commercetools';
import type { World } from 'peoplevox-connector-shared/runtime';
import type { Freshness } from './freshness';

const STATUS = { container: 'peoplevox-connector', key: 'status' } as const;

/** What people look at first: how old everything is. Times are ISO 8601, UTC. */
export interface StatusDocument {
  readonly schemaVersion: 1;
  readonly at: string;
  /** Age of the stock in commercetools. */
  readonly stock?: { readonly completedAt: string; readonly seconds: number };
  readonly oldestUnexportedOrder?: {
    readonly id: string;
    readonly orderNumber?: string;
    readonly createdAt: string;
    readonly seconds: number;
  };
  readonly oldestHint?: { readonly number: string; readonly since: string; readonly seconds: number };
  readonly lastCallback?: string;
  readonly lastSeen: Readonly<Record<string, string>>;
  /** Exceptions that stand open, by owner and code. */
  readonly open: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Pure. */
export function statusOf(fresh: Freshness, open: StatusDocument['open']): StatusDocument {
  const { now, stockCompletedAt, oldestUnexported, oldestHint, lastCallback, lastSeen } = fresh;
  const age = (at: number) => Math.max(0, Math.round((now - at) / 1000));
  return {
    schemaVersion: 1,
    at: iso(now),
    ...(stockCompletedAt !== undefined && {
      stock: { completedAt: iso(stockCompletedAt), seconds: age(stockCompletedAt) },
    }),
    ...(oldestUnexported && {
      oldestUnexportedOrder: {
        id: oldestUnexported.id,
        ...(oldestUnexported.orderNumber !== undefined && { orderNumber: oldestUnexported.orderNumber }),
        createdAt: iso(oldestUnexported.createdAt),
        seconds: age(oldestUnexported.createdAt),
      },
    }),
    ...(oldestHint && {
      oldestHint: { number: oldestHint.number, since: iso(oldestHint.since), seconds: age(oldestHint.since) },
    }),
    ...(lastCallback !== undefined && { lastCallback: iso(lastCallback) }),
    lastSeen: Object.fromEntries(
      Object.entries(lastSeen).flatMap(([application, at]) =>
        at === undefined ? [] : [[application, iso(at)] as const],
      ),
    ),
    open,
  };
}

export function keepStatus(
  documents: Documents,
  world: Pick<World, 'clock' | 'random'>,
  status: StatusDocument,
): Promise<unknown> {
  return withConflictRetry({ world }, async () => {
    const before = await documents.read(STATUS.container, STATUS.key);
    return documents.write(STATUS.container, STATUS.key, status, before?.version ?? 0);
  });
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
