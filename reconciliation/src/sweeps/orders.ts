import { createHash } from 'node:crypto';
import {
  isIn,
  OwnDocument,
  type ByProjectKeyRequestBuilder,
  type Documents,
} from 'peoplevox-connector-shared/commercetools';
import type { Rules } from 'peoplevox-connector-shared/configuration';
import {
  changedOrders,
  ledgersOf,
  listLedger,
  needsLook,
  positionOf,
  type Effect,
  type OrderExport,
} from 'peoplevox-connector-shared/orders';
import { inChunks, inFlight, type Log } from 'peoplevox-connector-shared/runtime';
import * as z from 'zod';
import { passOver } from '../failure';
import { added, nothing, type Pass, type Sweep, type Tally } from '../sweep';

interface OrderSweepParts {
  readonly api: ByProjectKeyRequestBuilder;
  readonly documents: Documents;
  readonly orderExport: OrderExport;
  readonly log: Log;
  /** An order that its message should have brought to Peoplevox; ms since the epoch of its last change. */
  readonly onMissed: (changedAt: number) => void;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Orders that are worked at a time, so that they travel together. */
const TOGETHER = 100;
/** Held orders that one run looks at again; the others have their turn at the next ones. */
const HELD_IN_A_RUN = 500;
/** Orders that could not be done now; with more of them the walk does not go on. */
const MOST_AGAIN = 1_000;

const position = z.object({ at: z.string(), id: z.string() });
const memory = z.object({
  schemaVersion: z.literal(1),
  /** How far the walk through changed orders has come. */
  recent: position.optional(),
  /** How far the walk through all open orders has come; absent: none is under way. */
  complete: position.optional(),
  completedAt: z.number(),
  /** Of the rules that all open orders were last looked at with. */
  rules: z.string(),
  /** Ids of orders that could not be done when they were met. */
  again: z.array(z.string()),
  /** The last held order that was looked at again. */
  heldAfter: z.string(),
});
type Memory = z.output<typeof memory>;

interface Walk {
  readonly pass: Pass;
  readonly document: OwnDocument<Memory>;
  state: Memory;
  tally: Tally;
}

/**
 * Finds orders that are not where they belong in Peoplevox, however they were missed, and hands them to the same
 * function as the messages do: whatever changed since the last run; after a change of rules and once a week every open
 * order; and in each run those that were held, waiting or half sent.
 */
export function createOrderSweep({ api, documents, orderExport, log, onMissed }: OrderSweepParts): Sweep {
  /** Brings orders to where they belong, together; those that cannot be done now are kept for the next run. */
  async function work(walk: Walk, ids: readonly string[]): Promise<Map<string, Effect>> {
    const effects = new Map<string, Effect>();
    const again = new Set(walk.state.again);
    await inFlight(ids, TOGETHER, async (id) => {
      try {
        effects.set(id, await orderExport.process(id));
        again.delete(id);
      } catch (error) {
        passOver(log, id, error);
        again.add(id);
      }
    });
    walk.state = { ...walk.state, again: [...again] };
    walk.tally = [...effects.values()].map(tallyOf).reduce(added, walk.tally);
    return effects;
  }

  async function keep(walk: Walk, change: Partial<Memory>): Promise<void> {
    walk.state = { ...walk.state, ...change };
    await walk.document.save(walk.state);
  }

  /** True: it came to the end. */
  async function walkChanges(walk: Walk, which: 'recent' | 'complete'): Promise<boolean> {
    const { pass } = walk;
    const { rules, notBefore, channelId } = pass;
    const { graceMinutes, overlapMinutes } = rules.reconciliation;
    const from = walk.state[which] ?? { at: notBefore, id: '' };
    const isNew = which === 'recent' && walk.state.recent !== undefined;
    const query = {
      notBefore,
      after: isNew ? { at: isoBefore(from.at, overlapMinutes * MINUTE), id: '' } : from,
      until: new Date(pass.now() - graceMinutes * MINUTE).toISOString(),
    };
    for await (const page of changedOrders(api, query)) {
      const ledger = await ledgersOf(documents, page);
      const doubtful = page.filter((order) =>
        needsLook(order, { entry: ledger.get(order.id), channelId, rules, notBefore }),
      );
      const effects = await work(
        walk,
        doubtful.map(({ id }) => id),
      );
      const missed = doubtful.filter(({ id }) => isNew && wasMissed(effects.get(id)));
      missed.forEach(({ lastModifiedAt }) => onMissed(Date.parse(lastModifiedAt)));
      const reached = positionOf(page.at(-1) ?? page[0]);
      if (walk.state.again.length > MOST_AGAIN) return false;
      await keep(walk, { [which]: later(from, reached) });
      if (pass.isOver()) return false;
    }
    return true;
  }

  /** Every run: what waits for a cause that may be gone by now. */
  async function walkHeld(walk: Walk): Promise<boolean> {
    const { pass, state } = walk;
    const waiting: string[] = [];
    const younger = pass.now() - pass.rules.reconciliation.graceMinutes * MINUTE;
    for await (const { key, lastModifiedAt } of listLedger(documents, waitingEntries(pass.rules)))
      if (lastModifiedAt < younger) waiting.push(key);
    waiting.sort((one, other) => (one < other ? -1 : 1));
    const next = [
      ...waiting.filter((key) => key > state.heldAfter),
      ...waiting.filter((key) => key <= state.heldAfter),
    ].slice(0, HELD_IN_A_RUN);
    for (const some of inChunks(next, TOGETHER)) {
      await work(walk, some);
      await keep(walk, { heldAfter: some.at(-1) ?? '' });
      if (pass.isOver()) return false;
    }
    return next.length === waiting.length;
  }

  async function begin(pass: Pass): Promise<Walk> {
    const document = new OwnDocument(documents, 'reconciliation-orders', memory, () =>
      pass.lease.assertHeld(),
    );
    const rules = fingerprint(pass.rules);
    const known = await document.load();
    const start = { at: pass.notBefore, id: '' };
    const state = known ?? {
      schemaVersion: 1,
      completedAt: pass.now(),
      rules,
      again: [],
      heldAfter: '',
    };
    const isDue =
      known !== undefined &&
      (known.rules !== rules ||
        pass.now() - known.completedAt > pass.rules.reconciliation.completeAfterDays * DAY);
    const walk = { pass, document, state, tally: nothing };
    if (isDue) await keep(walk, { complete: start, completedAt: pass.now(), rules });
    return walk;
  }

  return {
    name: 'orders',
    asksPeoplevox: true,
    isOn: ({ mode }) => mode.orders !== 'off',
    run: async (pass) => {
      const walk = await begin(pass);
      await work(walk, walk.state.again);
      const ends = [await walkChanges(walk, 'recent')];
      if (!pass.isOver()) ends.push(await walkHeld(walk));
      if (!pass.isOver() && walk.state.complete !== undefined) {
        const isThrough = await walkChanges(walk, 'complete');
        ends.push(isThrough);
        if (isThrough) await keep(walk, { complete: undefined });
      }
      const isDone = ends.every((isThrough) => isThrough) && walk.state.complete === undefined;
      return {
        ...walk.tally,
        outcome: isDone ? 'done' : 'continues',
        details: { later: walk.state.again.length },
      };
    },
  };
}

/** Pure. `unchanged`: it was already right, or only its mark was missing. */
function tallyOf(effect: Effect): Tally {
  switch (effect.kind) {
    case 'exported':
    case 'cancelled':
    case 'forgotten':
      return { found: 1, repaired: 1, explained: 0, open: 0 };
    case 'held':
      return { found: 1, repaired: 0, explained: 0, open: 1 };
    case 'waiting':
    case 'shadow':
      return { found: 1, repaired: 0, explained: 1, open: 0 };
    case 'unchanged':
    case 'ignored':
      return nothing;
  }
}

function wasMissed(effect: Effect | undefined): boolean {
  return effect?.kind === 'exported' || effect?.kind === 'cancelled';
}

/** Held orders and half-sent ones; those that wait, and shadows, only where the rules let them go now. */
function waitingEntries({ mode, orderExport }: Rules): string {
  const isLive = mode.orders === 'live';
  const states: [string, ...string[]] = [
    'held',
    'sending',
    ...(isLive ? ['shadow'] : []),
    ...(!isLive || orderExport.pace === 'run' ? ['waiting'] : []),
  ];
  return `value(${isIn('state', states)} or held is not empty)`;
}

function isoBefore(at: string, ms: number): string {
  return new Date(Date.parse(at) - ms).toISOString();
}

/** The overlap must not bring the cursor back. */
function later(one: Memory['recent'] & object, other: Memory['recent'] & object) {
  return other.at > one.at || (other.at === one.at && other.id > one.id) ? other : one;
}

function fingerprint(rules: Rules): string {
  return createHash('sha256').update(JSON.stringify(rules)).digest('hex').slice(0, 16);
}
