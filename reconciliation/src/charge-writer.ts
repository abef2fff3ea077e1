import {
  CommercetoolsError,
  withConflictRetry,
  type ByProjectKeyRequestBuilder,
} from 'peoplevox-connector-shared/commercetools';
import type { ChargeWriter } from 'peoplevox-connector-shared/despatch';
import type { World } from 'peoplevox-connector-shared/runtime';

/** The payment connector was asked, captured perhaps, and gave an answer that the platform could not use. */
const AFTER_THE_EXTENSION = 'ExtensionUpdateActionsFailed';

/**
 * Adds a Charge `Initial` onto the version that was read, unless one with this `interactionId` is there: what
 * despatch-processor's does through the payments SDK, without its megabytes in a second application.
 */
export function createChargeWriter(
  api: ByProjectKeyRequestBuilder,
  world: Pick<World, 'clock' | 'random'>,
): ChargeWriter {
  return {
    write: async ({ paymentId, interactionId, amount }) => {
      const request = api.payments().withId({ ID: paymentId });
      try {
        await withConflictRetry({ world }, async () => {
          const { version, transactions } = (await request.get().execute()).body;
          const isThere = transactions.some(
            (one) => one.type === 'Charge' && one.interactionId === interactionId,
          );
          if (isThere) return;
          // Without it nobody could tell how long the Charge has been Initial.
          const timestamp = new Date(world.clock.now()).toISOString();
          const transaction = { type: 'Charge', state: 'Initial', interactionId, amount, timestamp } as const;
          const actions = [{ action: 'addTransaction', transaction } as const];
          await request.post({ body: { version, actions } }).execute();
        });
        return { kind: 'written' };
      } catch (error) {
        if (!(error instanceof CommercetoolsError)) return { kind: 'unknown', why: nameOf(error) };
        const { outcome, code } = error;
        const refused = outcome === 'not-done' && code !== AFTER_THE_EXTENSION;
        return { kind: refused ? 'refused' : 'unknown', why: error.message };
      }
    },
  };
}

function nameOf(error: unknown): string {
  return `The Charge could not be added: ${error instanceof Error ? error.name : 'unknown error'}`;
}
