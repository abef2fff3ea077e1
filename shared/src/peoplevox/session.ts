import type { Clock } from '../runtime/clock';
import { PeoplevoxError } from './errors';

/** Peoplevox ends a session after 30 idle minutes (facts/peoplevox §3). */
const REUSE_IDLE_MS = 25 * 60_000;
const EARLY_LOSS_MS = 60_000;
const MAX_EARLY_LOSSES = 3;
/** How long a cause that only a person can remove keeps us from logging in again. */
const STOP_AFTER_LOSSES_MS = 5 * 60_000;
const STOP_AFTER_REFUSAL_MS = 60_000;

interface Session {
  /** The id of a live session; one log-in serves all that wait. Rejects with `credentials` while stopped. */
  open(logIn: () => Promise<string>): Promise<string>;
  /** A call went through in it. */
  alive(id: string): void;
  /** Peoplevox no longer knows it; of many calls that lost the same one, the first counts. Throws `credentials` if too many were. */
  lost(id: string): void;
}

function lostTooOften(): PeoplevoxError {
  return new PeoplevoxError(
    'credentials',
    'Authenticate',
    `Peoplevox ended ${MAX_EARLY_LOSSES} sessions within ${EARLY_LOSS_MS / 1000} s of logging in. Another program is ` +
      'probably using the same API user: each app needs its own API user. If none does, check ' +
      'PEOPLEVOX_PASSWORD_ENCODING, because a wrong encoding shows in the same way (US region: plain). ' +
      `Calls stop for ${STOP_AFTER_LOSSES_MS / 60_000} minutes. Owner: integration.`,
  );
}

export function createSession(clock: Clock): Session {
  let current: { readonly id: string; readonly since: number; usedAt: number } | undefined;
  let pending: Promise<string> | undefined;
  let stopped: { readonly until: number; readonly because: PeoplevoxError } | undefined;
  let earlyLosses = 0;

  const stop = (because: PeoplevoxError, forMs: number) => {
    stopped = { until: clock.now() + forMs, because };
  };
  const logInOnce = async (logIn: () => Promise<string>) => {
    try {
      const id = await logIn();
      current = { id, since: clock.now(), usedAt: clock.now() };
      return id;
    } catch (error) {
      // Repeating a refused log-in could lock the user out.
      if (error instanceof PeoplevoxError && error.kind === 'credentials') stop(error, STOP_AFTER_REFUSAL_MS);
      throw error;
    } finally {
      pending = undefined;
    }
  };
  return {
    async open(logIn) {
      const now = clock.now();
      if (stopped && now < stopped.until) throw stopped.because;
      stopped = undefined;
      if (current && now - current.usedAt < REUSE_IDLE_MS) return current.id;
      pending ??= logInOnce(logIn);
      return pending;
    },
    alive(id) {
      if (current?.id !== id) return;
      current.usedAt = clock.now();
      if (current.usedAt - current.since > EARLY_LOSS_MS) earlyLosses = 0;
    },
    lost(id) {
      if (current?.id !== id) return;
      earlyLosses = clock.now() - current.since <= EARLY_LOSS_MS ? earlyLosses + 1 : 0;
      current = undefined;
      if (earlyLosses < MAX_EARLY_LOSSES) return;
      earlyLosses = 0;
      const because = lostTooOften();
      stop(because, STOP_AFTER_LOSSES_MS);
      throw because;
    },
  };
}
