import type { LineItem, Order } from '@commercetools/platform-sdk';
import type { Rules } from '../configuration/rules';
import type { LineAccount } from './accounting';
import type { Change } from './diff';
import { grouped, sumOf } from './grouped';
import type { Progress } from './shipment-state';

/** Ids by key: of each State that `despatch.lineItemStates` names, and of the one that commercetools begins with. */
export type StateIds = ReadonlyMap<string, string>;

/** Key of the State that every unit begins in; commercetools makes it with the project. */
export const INITIAL_STATE = 'Initial';

export function namedStates({ despatch: { lineItemStates } }: Rules): string[] {
  return Object.values(lineItemStates).filter((key) => key !== null);
}

/**
 * Moves units of line items between States, as `despatch.lineItemStates` says, never backwards: out of `Initial` and
 * of named States only. Units in any other State are where the merchant wants them, and count as moved. Which State
 * leads to which is the merchant's affair: commercetools refuses a move that the States do not allow.
 */
export function lineStateChanges(
  order: Order,
  accounts: readonly LineAccount[],
  progress: Progress | undefined,
  rules: Rules,
  ids: StateIds,
): Change[] {
  if (namedStates(rules).length === 0) return [];
  const ranks = ranksOf(rules, ids);
  const ofItem = grouped(accounts, ({ line }) => line.lineItemId);
  return order.lineItems.flatMap((item) => {
    const own = ofItem.get(item.id);
    return own === undefined ? [] : moves(item, wantedIn(own, progress, rules), ranks, ids);
  });
}

interface WantedIn {
  readonly state: string;
  /** Units leave only States of a lower rank. */
  readonly rank: number;
  readonly quantity: number;
}

function wantedIn(
  accounts: readonly LineAccount[],
  progress: Progress | undefined,
  { despatch: { lineItemStates } }: Rules,
): WantedIn[] {
  const despatched = sumOf(accounts, ({ delivered }) => delivered);
  const cancelled = sumOf(accounts, (account) => account.short + account.cancelled + account.revoked);
  const waiting = sumOf(accounts, ({ due, line }) => Math.min(due, line.ordered));
  const before = progress === 'allocated' || progress === 'picked' ? lineItemStates[progress] : null;
  return [
    { state: lineItemStates.despatched, rank: 2, quantity: despatched },
    { state: lineItemStates.cancelled, rank: 2, quantity: cancelled },
    { state: before, rank: progress === 'picked' ? 1 : 0, quantity: waiting },
  ].flatMap(({ state, ...rest }) => (state === null || rest.quantity === 0 ? [] : [{ state, ...rest }]));
}

function moves(
  item: LineItem,
  wanted: readonly WantedIn[],
  ranks: ReadonlyMap<string, number>,
  ids: StateIds,
): Change[] {
  const held = new Map(item.state.map(({ state, quantity }) => [state.id, quantity]));
  let elsewhere = sumOf(
    item.state.filter(({ state }) => !ranks.has(state.id)),
    ({ quantity }) => quantity,
  );
  const changes: Change[] = [];
  for (const { state, rank, quantity: goal } of wanted) {
    const id = ids.get(state);
    if (id === undefined) continue;
    const missing = Math.max(0, goal - (held.get(id) ?? 0));
    let left = missing - Math.min(elsewhere, missing);
    elsewhere -= missing - left;
    for (const [source] of [...ranks].filter(([, lower]) => lower < rank).toReversed()) {
      const quantity = Math.min(left, held.get(source) ?? 0);
      if (quantity === 0) continue;
      left -= quantity;
      held.set(source, (held.get(source) ?? 0) - quantity);
      held.set(id, (held.get(id) ?? 0) + quantity);
      changes.push(move(item, source, state, quantity));
    }
  }
  return changes;
}

/** By id of the State, the lowest first. */
function ranksOf({ despatch: { lineItemStates } }: Rules, ids: StateIds): Map<string, number> {
  const { allocated, picked, despatched, cancelled } = lineItemStates;
  const ranked = [
    [INITIAL_STATE, -1],
    [allocated, 0],
    [picked, 1],
    [despatched, 2],
    [cancelled, 2],
  ] as const;
  return new Map(
    ranked.flatMap(([key, rank]) => {
      const id = key === null ? undefined : ids.get(key);
      return id === undefined ? [] : [[id, rank] as const];
    }),
  );
}

function move({ id }: LineItem, fromState: string, toState: string, quantity: number): Change {
  return {
    field: `line item ${id}`,
    after: `${quantity} in ${toState}`,
    action: {
      action: 'transitionLineItemState',
      lineItemId: id,
      quantity,
      fromState: { typeId: 'state', id: fromState },
      toState: { typeId: 'state', key: toState },
    },
  };
}
