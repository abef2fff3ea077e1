import type { Documents } from 'peoplevox-connector-shared/commercetools';
import { readReplays, replaysDone, type OrderExport } from 'peoplevox-connector-shared/orders';
import { inFlight, type Log, type World } from 'peoplevox-connector-shared/runtime';
import { isLater, passOver } from '../failure';
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

  return {
    name: 'replays',
    asksPeoplevox: true,
    isOn: ({ mode }) => mode.orders !== 'off',
    run: async ({ isOver }) => {
      const asked = await readReplays(documents);
      const done = new Map<string, string>();
      let later = 0;
      try {
        // Together: they travel in one batch.
        await inFlight([...asked], asked.size, async ([orderId, at]) => {
          try {
            const { kind } = await orderExport.process(orderId);
            done.set(orderId, at);
            log.info('Decided again, as an operator asked.', { orderId, effect: kind });
          } catch (error) {
            passOver(log, orderId, error);
            if (isLater(error)) later += 1;
          }
        });
      } finally {
        await replaysDone(parts, done);
      }
      const waits = asked.size - done.size;
      return {
        ...nothing,
        found: asked.size,
        repaired: done.size,
        explained: later,
        outcome: waits > 0 && isOver() ? 'continues' : 'done',
      };
    },
  };
}
