import type { ChargeWriter } from 'peoplevox-connector-shared/despatch';
import {
  withDeadline,
  type CommercetoolsSettings,
  type Log,
  type World,
} from 'peoplevox-connector-shared/runtime';
import { loadPaymentsSdk } from './payments-sdk';

interface ChargeWriterParts {
  readonly settings: CommercetoolsSettings;
  readonly world: Pick<World, 'clock'>;
  readonly log: Log;
}

/** The payment connector was asked, captured perhaps, and gave an answer that the platform could not use. */
const AFTER_THE_EXTENSION = 'ExtensionUpdateActionsFailed';

/** The SDK waits for as long as the platform lets it. */
const WITHIN_MS = 20_000;

/**
 * Charges by `ctPaymentService.updatePayment` of connect-payments-sdk, which payment connectors use too: it finds a
 * Charge by its `interactionId`, adds it where there is none, and reads and writes again on conflicts.
 */
export function createChargeWriter({ settings, world, log }: ChargeWriterParts): ChargeWriter {
  let loading: ReturnType<typeof loadPaymentsSdk> | undefined;

  return {
    write: async ({ paymentId, interactionId, amount }) => {
      loading ??= loadPaymentsSdk(settings, log);
      const { sdk, services } = await loading;
      const update = {
        id: paymentId,
        transaction: { type: 'Charge', state: 'Initial', interactionId, amount },
      } as const;
      try {
        await withDeadline(world.clock, WITHIN_MS, () => services.ctPaymentService.updatePayment(update));
        return { kind: 'written' };
      } catch (error) {
        const why = 'connect-payments-sdk could not add the Charge';
        if (!(error instanceof sdk.Errorx)) return { kind: 'unknown', why: `${why}: ${nameOf(error)}` };
        // Its message may repeat what the platform was sent.
        const { code, httpErrorStatus: status } = error;
        const refused = status >= 400 && status < 500 && code !== AFTER_THE_EXTENSION;
        return { kind: refused ? 'refused' : 'unknown', why: `${why}: ${code} (${status})` };
      }
    },
  };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown error';
}
