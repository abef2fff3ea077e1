import { createBudgetRecord, type BudgetRecord } from './budget-record';
import { createReservation } from './budget-reservation';
import type { BudgetStore, CallBudget, Reservation } from './call-budget';
import { sleep, type Clock } from './clock';
import { fits, roomAt, shareAt, withHeld, withoutPast, withSettled, withThrottle } from './sliding-window';
import type { Demand, WindowState } from './sliding-window';
import { uuid, type Random } from './world';

interface CallBudgetOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: BudgetStore;
  /** Calls in any `windowMs`, over all instances that use the store. */
  readonly share: number;
  readonly windowMs?: number;
  /** The longest that a reservation lives, its calls included; a holder that has not settled by then is dead. */
  readonly holdMs?: number;
  /** Calls that must stay free for those who go first, where the share in force has so many; 0 if not given. */
  readonly room?: number;
}

interface Waiter {
  readonly id: string;
  readonly calls: number;
  readonly grant: (reservation: Reservation) => void;
  readonly refuse: (reason: unknown) => void;
  isGone: boolean;
}

interface Change {
  readonly apply: (state: WindowState) => WindowState;
  readonly done: () => void;
}

interface Plan {
  readonly state: WindowState;
  readonly changes: readonly Change[];
  readonly granted: readonly Waiter[];
  readonly madeAt: number;
}

/** A pause that Peoplevox's answer asks for is believed up to here; a longer one is asked for again. */
const LONGEST_PAUSE_MS = 600_000;
const USUAL_PAUSE_MS = 15_000;
/** Instances that wait for the same moment should not all come at it. */
const WAKING_JITTER_MS = 50;
const STORE_ATTEMPTS = 3;
const STORE_BACKOFF_MS = 200;
const CONFLICT_BACKOFF_MS = { first: 20, longest: 640 };
const LOOK_AGAIN_MS = { first: 1_000, longest: 5_000 };

/**
 * At most `share` calls in any `windowMs` over all instances that share the store. A single writer per instance
 * gathers what was settled and what is asked for into one conditional write, so an instance alone needs one write to
 * reserve and one to settle, and under load fewer. Requests are granted in order.
 *
 * While the store fails, waiting requests reject with its error. A settlement that could not be written goes along
 * with the next write; if none comes, its calls count until `holdMs + windowMs` after their grant.
 */
class SharedCallBudget implements CallBudget {
  private readonly clock: Clock;
  private readonly random: Random;
  private readonly fullShare: number;
  private readonly windowMs: number;
  private readonly holdMs: number;
  private readonly room: number;
  private readonly record: BudgetRecord;
  private readonly instance: string;
  private reservations = 0;
  private queue: Waiter[] = [];
  private changes: Change[] = [];
  private isRunning = false;
  private conflicts = 0;
  private looks = 0;
  private wake: () => void = () => undefined;

  constructor({
    clock,
    random,
    store,
    share,
    windowMs = 15_000,
    holdMs = 60_000,
    room = 0,
  }: CallBudgetOptions) {
    if (!Number.isInteger(share) || share < 1)
      throw new RangeError('The share must be a whole number from 1.');
    this.clock = clock;
    this.random = random;
    this.fullShare = share;
    this.windowMs = windowMs;
    this.holdMs = holdMs;
    this.room = room;
    this.record = createBudgetRecord({ clock, store, share, windowMs });
    this.instance = uuid(random);
  }

  get share(): number {
    const { state } = this.record;
    return state === undefined ? this.fullShare : shareAt(state, this.fullShare, this.now().earliest);
  }

  async reserve(calls: number, signal?: AbortSignal): Promise<Reservation> {
    if (!Number.isInteger(calls) || calls < 1 || calls > this.fullShare) {
      throw new RangeError(`${calls} calls cannot be reserved: the share is ${this.fullShare}.`);
    }
    signal?.throwIfAborted();
    this.reservations += 1;
    const id = `${this.instance}.${this.reservations}`;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        waiter.isGone = true;
        this.queue = this.queue.filter((other) => other !== waiter);
        waiter.refuse(signal?.reason);
        this.wake();
      };
      const grant = (reservation: Reservation): void => {
        signal?.removeEventListener('abort', leave);
        resolve(reservation);
      };
      const waiter: Waiter = { id, calls, grant, refuse: reject, isGone: false };
      signal?.addEventListener('abort', leave, { once: true });
      this.queue.push(waiter);
      this.start();
    });
  }

  throttled(retryAfterMs = USUAL_PAUSE_MS): Promise<void> {
    const asked = Number.isFinite(retryAfterMs) && retryAfterMs > 0 ? retryAfterMs : USUAL_PAUSE_MS;
    const pauseMs = Math.ceil(Math.min(asked, LONGEST_PAUSE_MS));
    return this.submit((state) => withThrottle(state, this.fullShare, this.now(), pauseMs));
  }

  private now() {
    return this.record.time.at(this.clock.now());
  }

  private submit(apply: Change['apply']): Promise<void> {
    return new Promise((resolve) => {
      this.changes.push({ apply, done: resolve });
      this.start();
      this.wake();
    });
  }

  private start(): void {
    if (!this.isRunning) void this.run();
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    for (let failures = 0; failures < STORE_ATTEMPTS && this.queue.length + this.changes.length > 0;) {
      try {
        await this.turn();
        failures = 0;
      } catch (error) {
        failures += 1;
        this.record.forget();
        if (failures === STORE_ATTEMPTS) this.giveUp(error);
        else await sleep(this.clock, this.random() * STORE_BACKOFF_MS * 2 ** failures);
      }
    }
    this.isRunning = false;
  }

  private giveUp(error: unknown): void {
    const waiting = this.queue;
    this.queue = [];
    for (const waiter of waiting) waiter.refuse(error);
    for (const change of this.changes) change.done();
  }

  private async turn(): Promise<void> {
    if (this.record.state === undefined) await this.record.refresh();
    const { state } = this.record;
    if (state === undefined) return this.yieldToOthers();
    const plan = this.plan(state);
    if (plan.granted.length + plan.changes.length === 0) return this.waitForRoom(plan.state);
    if (await this.record.replace(plan.state)) this.carryOut(plan);
    else await this.yieldToOthers();
  }

  private plan(known: WindowState): Plan {
    const now = this.now();
    const changes = [...this.changes];
    const granted: Waiter[] = [];
    let state = changes.reduce((changed, change) => change.apply(changed), known);
    state = withoutPast(state, now);
    for (const waiter of this.queue) {
      const { id, calls } = waiter;
      // A write whose answer was lost may have granted it already.
      const isHeld = state.held.some((held) => held.id === id);
      if (!isHeld && !fits(state, this.demand(state, calls), now.earliest)) break;
      if (!isHeld) state = withHeld(state, { id, calls, until: now.latest + this.holdMs + this.windowMs });
      granted.push(waiter);
    }
    return { state, changes, granted, madeAt: this.clock.now() };
  }

  /** What must fit: the calls, and beside them the room that is left to others. */
  private demand(state: WindowState, calls: number): Demand {
    const inForce = shareAt(state, this.fullShare, this.now().earliest);
    return { calls: Math.max(calls, Math.min(calls + this.room, inForce)), share: this.fullShare };
  }

  private carryOut({ changes, granted, madeAt }: Plan): void {
    this.conflicts = 0;
    this.changes = this.changes.slice(changes.length);
    this.queue = this.queue.filter((waiter) => !granted.includes(waiter));
    for (const change of changes) change.done();
    for (const waiter of granted) this.handOver(waiter, madeAt);
    if (granted.length > 0) this.looks = 0;
  }

  private handOver({ id, calls, grant, isGone }: Waiter, madeAt: number): void {
    const onSettle = (ends: readonly number[]): Promise<void> =>
      this.submit((state) => {
        const leaves = ends.map((end) => this.record.time.at(end).latest + this.windowMs);
        return withSettled(state, id, leaves);
      });
    if (isGone) void onSettle([]);
    else grant(createReservation({ clock: this.clock, calls, expiresAt: madeAt + this.holdMs, onSettle }));
  }

  private async yieldToOthers(): Promise<void> {
    const { first, longest } = CONFLICT_BACKOFF_MS;
    await sleep(this.clock, this.random() * Math.min(longest, first * 2 ** this.conflicts));
    this.conflicts += 1;
  }

  /**
   * Sleeps until the state says that there is room. What others hold will probably become calls that leave a window
   * after the grant; only they know, so at that time the state is read again.
   */
  private async waitForRoom(state: WindowState): Promise<void> {
    const [head] = this.queue;
    if (head === undefined) return;
    const { earliest } = this.now();
    const demand = this.demand(state, head.calls);
    const nextLook = earliest + Math.min(LOOK_AGAIN_MS.longest, LOOK_AGAIN_MS.first * 2 ** this.looks);
    const hopefully = (held: WindowState['held'][number]): number =>
      held.id.startsWith(this.instance)
        ? held.until
        : Math.min(held.until, Math.max(held.until - this.holdMs, nextLook));
    const wakeAt = roomAt(state, demand, earliest, hopefully);
    const isCertain = fits(state, demand, wakeAt);
    const isTime = await this.pause(wakeAt - earliest + Math.ceil(this.random() * WAKING_JITTER_MS));
    if (!isTime || isCertain) return;
    this.looks += 1;
    this.record.forget();
  }

  /** False: woken before the time, because something has changed. */
  private pause(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = this.clock.after(ms, () => resolve(true));
      this.wake = () => {
        cancel();
        resolve(false);
      };
    });
  }
}

export function createCallBudget(options: CallBudgetOptions): CallBudget {
  return new SharedCallBudget(options);
}
