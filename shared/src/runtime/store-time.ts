import type { Moment } from './sliding-window';

/** The store's clock as seen through answers that took their time: an interval, never a guess. */
export interface StoreTime {
  /** False until the store has told its time once, or has shown that it never does. */
  readonly known: boolean;
  /** Learns from an answer; `askedAt` and `answeredAt` are local times around the moment of `serverTime`. */
  observe(askedAt: number, answeredAt: number, serverTime: number): void;
  /** The store has no clock to tell: the local one counts. */
  takeLocal(): void;
  /** The store's clock at a local time. Only the newest answer counts, so that drifting clocks do no harm. */
  at(local: number): Moment;
}

export function createStoreTime(): StoreTime {
  let offset: Moment | undefined;
  return {
    get known() {
      return offset !== undefined;
    },
    observe: (askedAt, answeredAt, serverTime) => {
      offset = { earliest: Math.floor(serverTime - answeredAt), latest: Math.ceil(serverTime - askedAt) };
    },
    takeLocal: () => {
      offset ??= { earliest: 0, latest: 0 };
    },
    at: (local) => ({
      earliest: Math.floor(local + (offset?.earliest ?? 0)),
      latest: Math.ceil(local + (offset?.latest ?? 0)),
    }),
  };
}
