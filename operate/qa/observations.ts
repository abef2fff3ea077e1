import type { EventType, RowOutcome, SaveOutcome } from '../../shared/src/peoplevox';

export interface SeenOrder {
  readonly status: string;
  readonly contactName: string;
  readonly city: string;
}

export interface SeenLine {
  readonly line: string;
  readonly quantity: number;
}

export interface SeenStock {
  readonly available: number;
  /** Undefined where the report does not show them. */
  readonly onHand: number | undefined;
  readonly allocated: number | undefined;
}

/** A time that Peoplevox printed of something that happened just now. */
export interface SeenTime {
  readonly printed: string;
  /** When it happened by our clock, ms since the epoch. */
  readonly at: number;
  /** Whether it is found when asked for by a span of time around now. */
  readonly foundByClause: boolean;
}

/** What was seen while one order was sent, changed and cancelled. Absent: it did not come so far. */
export interface Observations {
  /** Number of the test order. */
  readonly number: string;
  readonly itemCode?: string;
  /** Steps that Peoplevox did not let through, in its words. */
  readonly failures: readonly { readonly step: string; readonly words: string }[];
  readonly reportColumns?: { readonly wanted: readonly string[]; readonly found: readonly string[] };
  readonly customer?: SaveOutcome['kind'];
  readonly header?: SaveOutcome['kind'];
  /** The order at once after it was saved; null: not found. */
  readonly atOnce?: SeenOrder | null;
  /** After it was put on hold and the lines were saved with Action 0, and a pause. */
  readonly onHold?: SeenOrder | null;
  /** After the hold was taken away and the lines were saved with Action 1, and a pause. */
  readonly held?: SeenOrder | null;
  /** After the lines were saved with Action 0. */
  readonly released?: SeenOrder | null;
  readonly lines?: readonly SeenLine[];
  readonly stock?: { readonly before: SeenStock; readonly allocated?: SeenStock; readonly after?: SeenStock };
  readonly time?: SeenTime;
  readonly headerChanged?: { readonly outcome: SaveOutcome['kind']; readonly order: SeenOrder | null };
  /** After one line was sent again with twice its units. */
  readonly lineChanged?: readonly SeenLine[];
  /** Of a good and an impossible row in one call. */
  readonly mixed?: { readonly rows: readonly RowOutcome['kind'][]; readonly lines: readonly SeenLine[] };
  readonly zeroed?: readonly SeenLine[];
  readonly removed?: readonly SeenLine[];
  /** Sessions that the first log-in lost after a second one of the same user. */
  readonly lostSessions?: number;
  readonly subscriptions?: {
    readonly refused: readonly EventType[];
    /** Ids of the same event subscribed twice. */
    readonly twice: readonly number[];
  };
  readonly cancelled?: SeenOrder | null;
}
