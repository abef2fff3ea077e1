import * as z from 'zod';

/** All times are the store's clock, in milliseconds since the epoch: the instances' clocks differ. */
const storeTime = z.number().int();

/** What the instances of an app share: who has been in the window, who may still enter it. */
export const windowState = z.object({
  schemaVersion: z.literal(1),
  /** When each call that was made leaves the window. */
  leaves: z.array(storeTime),
  /** Rights to call that are not settled; they count in full until `until`, after which the holder must be dead. */
  held: z.array(z.object({ id: z.string(), calls: z.number().int().positive(), until: storeTime })),
  /** Nothing before `pausedUntil`; then `share` calls a window, doubled every RECOVERY_MS until it is whole again. */
  throttle: z
    .object({ pausedUntil: storeTime, share: z.number().int().positive() })
    .nullable()
    // commercetools does not save null.
    .default(null),
  /** The app's whole share of calls in a window when this was written. */
  share: z.number().int().positive().optional(),
});
export type WindowState = z.output<typeof windowState>;

/** The store's clock is known to be between the two: whoever decides takes the bound that is on the safe side. */
export interface Moment {
  readonly earliest: number;
  readonly latest: number;
}

export interface Demand {
  readonly calls: number;
  /** The app's whole share of calls in a window. */
  readonly share: number;
}

const RECOVERY_MS = 60_000;

export const emptyWindow: WindowState = { schemaVersion: 1, leaves: [], held: [], throttle: null };

/** What to assume when nothing is known: that the whole share has just been used. */
export function fullWindow(share: number, { latest }: Moment, windowMs: number): WindowState {
  return { ...emptyWindow, leaves: new Array<number>(share).fill(latest + windowMs) };
}

/** Without what is certainly over. */
export function withoutPast(state: WindowState, { earliest }: Moment): WindowState {
  return {
    ...state,
    leaves: state.leaves.filter((at) => at >= earliest),
    held: state.held.filter(({ until }) => until >= earliest),
  };
}

/** The share that is in force at the time `at` of the store's clock. */
export function shareAt({ throttle }: WindowState, share: number, at: number): number {
  if (throttle === null) return share;
  const doublings = Math.max(0, Math.floor((at - throttle.pausedUntil) / RECOVERY_MS));
  return Math.min(share, throttle.share * 2 ** doublings);
}

type Held = WindowState['held'][number];
type UntilOf = (held: Held) => number;
const untilItsEnd: UntilOf = ({ until }) => until;

function used(state: WindowState, at: number, untilOf: UntilOf): number {
  const leaving = state.leaves.filter((leavesAt) => leavesAt >= at).length;
  return state.held.reduce((sum, held) => sum + (untilOf(held) >= at ? held.calls : 0), leaving);
}

/** Whether the calls can be made from `at` on without any window holding more than the share. */
export function fits(
  state: WindowState,
  { calls, share }: Demand,
  at: number,
  untilOf = untilItsEnd,
): boolean {
  if (state.throttle !== null && at < state.throttle.pausedUntil) return false;
  return used(state, at, untilOf) + calls <= shareAt(state, share, at);
}

/** The first time from `from` on at which the calls fit; `untilOf` may be more hopeful than the state. */
export function roomAt(state: WindowState, demand: Demand, from: number, untilOf = untilItsEnd): number {
  const candidates = [...state.leaves, ...state.held.map(untilOf)].map((at) => at + 1);
  if (state.throttle !== null) {
    const { pausedUntil, share } = state.throttle;
    const doublings = Math.ceil(Math.log2(demand.share / share));
    for (let done = 0; done <= doublings; done += 1) candidates.push(pausedUntil + done * RECOVERY_MS);
  }
  const times = [from, ...candidates.filter((at) => at > from).sort((a, b) => a - b)];
  return times.find((at) => fits(state, demand, at, untilOf)) ?? Math.max(...times);
}

export function withHeld(state: WindowState, held: Held): WindowState {
  return { ...state, held: [...state.held, held] };
}

/** `leaves`: for each call that was made, when it leaves the window. */
export function withSettled(state: WindowState, id: string, leaves: readonly number[]): WindowState {
  return {
    ...state,
    leaves: [...state.leaves, ...leaves],
    held: state.held.filter((held) => held.id !== id),
  };
}

/**
 * After a throttle reply. Calls that were on their way together are refused together, so a refusal during a pause
 * only makes the pause longer.
 */
export function withThrottle(
  state: WindowState,
  share: number,
  moment: Moment,
  pauseMs: number,
): WindowState {
  const pausedUntil = moment.latest + pauseMs;
  const { throttle } = state;
  if (throttle !== null && moment.earliest < throttle.pausedUntil) {
    return { ...state, throttle: { ...throttle, pausedUntil: Math.max(throttle.pausedUntil, pausedUntil) } };
  }
  const half = Math.max(1, Math.floor(shareAt(state, share, moment.earliest) / 2));
  return { ...state, throttle: { pausedUntil, share: half } };
}
