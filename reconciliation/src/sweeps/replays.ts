import { Conflict, type Documents } from 'peoplevox-connector-shared/commercetools';
import {
  NotYet,
  QueueFull,
  readReplays,
  replaysDone,
  type Effect,
  type OrderExport,
} from 'peoplevox-connector-shared/orders';
import type { Log, World } from 'peoplevox-connector-shared/runtime';
import { nothing, type Sweep } from '../sweep';

interface ReplaySweepParts {
  readonly documents: Documents;
  readonly orderExport: OrderExport;
  readonly world: Pick<World, 'clock' | 'random'>;
  readonly log: Log;
}

/** Orders whose export an operator asks to be decided again, through the function that messages use. */
export function createReplaySweep(parts: ReplaySweepParts): Sweep {
  const { documents, orderExport, log } = parts;

  /** Undefined: not now; the request stays. */
  async function decide(orderId: string): Promise<Effect | undefined> {
    try {
      return await orderExport.process(orderId);
    } catch (error) {
      if (error instanceof NotYet || error instanceof Conflict || error instanceof QueueFull)
        return undefined;
      throw error;
    }
  }

  return {
    name: 'replays',
    asksPeoplevox: true,
    isOn: ({ mode }) => mode.orders !== 'off',
    run: async ({ isOver }) => {
      const asked = await readReplays(documents);
      // Together: they travel in one batch.
      const effects = await Promise.all(
        [...asked.keys()].map(async (orderId) => [orderId, await decide(orderId)] as const),
      );
      const decided = effects.filter(([, effect]) => effect !== undefined);
      for (const [orderId, effect] of decided)
        log.info('Decided again, as an operator asked.', { orderId, effect: effect?.kind });
      const ids = new Set(decided.map(([orderId]) => orderId));
      await replaysDone(parts, new Map([...asked].filter(([orderId]) => ids.has(orderId))));
      const waits = asked.size - decided.length;
      return {
        ...nothing,
        found: asked.size,
        repaired: decided.length,
        explained: waits,
        outcome: waits > 0 && isOver() ? 'continues' : 'done',
      };
    },
  };
}
