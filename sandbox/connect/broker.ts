/** What lies between a commercetools Subscription and an event application: a topic with one push subscription. */
export interface Broker {
  /** Takes the payload of a Subscription (an object, not yet JSON); resolves once it is stored. Delivery follows. */
  publish(payload: unknown, options?: PublishOptions): Promise<void>;
  stats(): BrokerStats;
  /** Resolves when everything published so far has been acknowledged or given up. */
  drained(): Promise<void>;
  /** Stops pushing and forgets what was not acknowledged. */
  stop(): Promise<void>;
}

export interface PublishOptions {
  /** At least once: how often the message is delivered although it is acknowledged. 1 if not given. */
  readonly copies?: number;
}

/** Counts since the broker started. A copy counts as a message of its own. */
export interface BrokerStats {
  readonly published: number;
  /** Requests sent to the application, redeliveries included. */
  readonly pushes: number;
  readonly acknowledged: number;
  /** Pushes answered otherwise than with an acknowledgement, or not reached at all. */
  readonly refused: number;
  /** Pushes without an answer within the acknowledgement deadline. */
  readonly timedOut: number;
  /** Messages given up because they were older than the retention. */
  readonly expired: number;
  readonly outstanding: number;
}

/** Where and how a broker pushes. Times in milliseconds. */
export interface PushSubscription {
  /** Short name, letters, digits and hyphens: part of topic and subscription names. */
  readonly name: string;
  /** URLs of the instances, asked anew before each push: instances come and go. Load is spread over them in turn. */
  endpoints(): readonly string[];
  readonly ackDeadlineMs: number;
  /** Wait before the second attempt; doubled for each further one up to the maximum. */
  readonly minBackoffMs: number;
  readonly maxBackoffMs: number;
}

export type BrokerFactory = (subscription: PushSubscription) => Promise<Broker>;

/** Pub/Sub takes only these as an acknowledgement; every other status, also 4xx, means: again later. */
export const acknowledging: ReadonlySet<number> = new Set([102, 200, 201, 202, 204]);

/** Takes the endpoints in turn, whatever their number is at the moment; undefined while there is none. */
export function inTurn(endpoints: () => readonly string[]): () => string | undefined {
  let turn = 0;
  return () => {
    const available = endpoints();
    const chosen = available[turn % Math.max(1, available.length)];
    turn += 1;
    return chosen;
  };
}
