/**
 * Where the state of a budget lives so that all instances of an app share it. `write` succeeds only on the version
 * that was read (0: nothing stored yet) and returns false when another instance was faster.
 * `serverTime` is the store's own clock at that moment, in milliseconds since the epoch where the store tells it:
 * instances' clocks differ, the store's does not. Leave it out where the store tells whole seconds only, or tells when
 * something was written rather than the time of this answer. Both operations must end: they bring their own timeout.
 */
export interface BudgetStore {
  read(): Promise<{ readonly state: unknown; readonly version: number; readonly serverTime?: number }>;
  write(
    state: unknown,
    version: number,
  ): Promise<false | { readonly version: number; readonly serverTime?: number }>;
}

/** The right to make a number of calls. Each call is begun and ended, so that the window counts when it really ran. */
export interface Reservation {
  readonly left: number;
  /** Takes one call out of the reservation; throws when none is left. */
  begin(): void;
  /** The reply (or failure) of a begun call is here: it leaves the window 15 s from now. */
  end(): void;
  /** Gives back what was not used and records the times of what was; call exactly once, in a finally. */
  settle(): Promise<void>;
}

/** At most `share` calls in any `windowMs`, over all instances that use the same store. */
export interface CallBudget {
  /** Resolves when `calls` (at most the share) can be made without waiting between them. */
  reserve(calls: number, signal?: AbortSignal): Promise<Reservation>;
  /** Peoplevox told us to slow down: nothing for `retryAfterMs` (15 s if unknown), then half the share for a while. */
  throttled(retryAfterMs?: number): Promise<void>;
  /** The calls that one reservation may ask for now: the share, or half of it after a throttle. At least 1. */
  readonly share: number;
}
