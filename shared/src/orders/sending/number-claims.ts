import * as z from 'zod';
import { withConflictRetry } from '../../commercetools/conflict';
import type { Documents, Stored } from '../../commercetools/documents';
import type { ServerClock } from '../../commercetools/server-clock';
import type { World } from '../../runtime/world';
import { canonicalNumber } from '../composition/numbers';
import { isClaimed, readLedger } from '../ledger';

const CONTAINER = 'peoplevox-connector';
const KEY = 'sales-order-numbers';
/** Longer than any claim on an order can last, prolonged once. */
const KEPT_MS = 5 * 60_000;

const claim = z.object({ number: z.string(), orderId: z.string(), until: z.number() });
const document = z.object({ schemaVersion: z.literal(1), claims: z.array(claim) });
type Claim = z.infer<typeof claim>;

/** A claimed order and the numbers under which it may create sales orders. */
export interface Claimant {
  readonly orderId: string;
  readonly numbers: readonly string[];
}

/**
 * One order at a time may create a sales order of a number, over all instances. Two can come to the same one: `A` split
 * over two sites to `A-2`, and an order truly numbered `A-2`; or `a-1` and `A-1`, if Peoplevox does not tell them apart.
 * Only while a creation is under way is this needed: afterwards Peoplevox shows whose the number is.
 */
export interface NumberClaims {
  /** Resolves with the ids of those that must wait, because a living claim of another order has one of their numbers. */
  claim(claimants: readonly Claimant[]): Promise<ReadonlySet<string>>;
  /** Nothing of these orders is on its way any more. */
  release(orderIds: readonly string[]): void;
}

interface NumberClaimsParts {
  readonly documents: Documents;
  readonly serverClock: ServerClock;
  readonly world: Pick<World, 'clock' | 'random'>;
}

export function createNumberClaims({ documents, serverClock, world }: NumberClaimsParts): NumberClaims {
  let last: Stored<unknown> | undefined;
  /** Written by this instance and over; they go with the next write. */
  let released = new Set<string>();

  /** A claim on a number lives as long as that on its order, which was written before it. */
  async function isAlive({ orderId, until }: Claim, now: number): Promise<boolean> {
    if (until < now || released.has(orderId)) return false;
    const stored = await readLedger(documents, orderId);
    return stored !== undefined && isClaimed(stored, now);
  }

  async function othersAlive(claims: readonly Claim[], { orderId, numbers }: Claimant, now: number) {
    const rivals = claims.filter((other) => other.orderId !== orderId && numbers.includes(other.number));
    const alive = await Promise.all(rivals.map((rival) => isAlive(rival, now)));
    return alive.some(Boolean);
  }

  async function attempt(claimants: readonly Claimant[], isFirst: boolean): Promise<ReadonlySet<string>> {
    const stored = isFirst && last !== undefined ? last : await documents.read<unknown>(CONTAINER, KEY);
    const claims = document.safeParse(stored?.value).data?.claims ?? [];
    const now = await serverClock();
    const waiting = new Set<string>();
    for (const claimant of claimants)
      if (await othersAlive(claims, claimant, now)) waiting.add(claimant.orderId);
    const granted = claimants.filter(({ orderId }) => !waiting.has(orderId));
    const taken = new Set(granted.flatMap(({ numbers }) => numbers));
    const kept = claims.filter(
      ({ number, orderId, until }) => until >= now && !released.has(orderId) && !taken.has(number),
    );
    const added = granted.flatMap(({ orderId, numbers }) =>
      numbers.map((number): Claim => ({ number, orderId, until: now + KEPT_MS })),
    );
    const value = { schemaVersion: 1, claims: [...kept, ...added] };
    last = await documents.write<unknown>(CONTAINER, KEY, value, stored?.version ?? 0);
    released = new Set();
    return waiting;
  }

  return {
    claim: async (claimants) => {
      const creating = claimants
        .map(({ orderId, numbers }) => ({ orderId, numbers: numbers.map(canonicalNumber) }))
        .filter(({ numbers }) => numbers.length > 0);
      if (creating.length === 0) return new Set();
      creating.forEach(({ orderId }) => released.delete(orderId));
      return withConflictRetry({ world }, (count) => attempt(creating, count === 1));
    },
    release: (orderIds) => orderIds.forEach((orderId) => released.add(orderId)),
  };
}
