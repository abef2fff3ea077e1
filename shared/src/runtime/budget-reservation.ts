import type { Reservation } from './call-budget';
import type { Clock } from './clock';

interface ReservationTerms {
  readonly clock: Clock;
  readonly calls: number;
  /** Local time after which no call may begin, because others will soon count on the room again. */
  readonly expiresAt: number;
  /** Takes the local times at which the calls that were made ended; those still under way count as ending now. */
  readonly onSettle: (ends: readonly number[]) => Promise<void>;
}

export function createReservation({ clock, calls, expiresAt, onSettle }: ReservationTerms): Reservation {
  const ends: number[] = [];
  let unused = calls;
  let underWay = 0;
  let settled: Promise<void> | undefined;

  const isOver = (): boolean => settled !== undefined || clock.now() > expiresAt;

  return {
    get left() {
      return isOver() ? 0 : unused;
    },
    begin: () => {
      if (isOver())
        throw new Error('The reservation is over: it was settled or held too long. Reserve again.');
      if (unused === 0) throw new Error(`All ${calls} calls of the reservation are taken.`);
      unused -= 1;
      underWay += 1;
    },
    end: () => {
      if (underWay === 0) throw new Error('A call can only end once, after it has begun.');
      underWay -= 1;
      ends.push(clock.now());
    },
    settle: () => {
      settled ??= onSettle([...ends, ...new Array<number>(underWay).fill(clock.now())]);
      return settled;
    },
  };
}
