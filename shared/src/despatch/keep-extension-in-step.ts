import * as z from 'zod';
import type { Documents } from '../commercetools/documents';
import { withDeadline } from '../runtime/clock';
import type { World } from '../runtime/world';

/** Where despatch-processor keeps what its last deployment registered. */
export const DEPLOYMENT = { container: 'peoplevox-connector', key: 'despatch-processor' } as const;
/** Below its endpoint: brings the API extension in step with the rules. Anybody may ask; it does no more than that. */
export const KEEP_EXTENSION_PATH = '/extension/keep';

/** An instance that starts may take a while (facts/commercetools §2). */
const ASK_MS = 30_000;

const deployment = z.looseObject({ service: z.string() });

/**
 * Has the API extension brought in step with the rules. despatch-processor does it itself, for it alone knows the secret
 * that the extension must send.
 * @returns what was done, in words for a log; also when it could not be done
 */
export async function keepExtensionInStep(
  documents: Documents,
  { clock, fetch }: Pick<World, 'clock' | 'fetch'>,
): Promise<string> {
  const stored = await documents.read<unknown>(DEPLOYMENT.container, DEPLOYMENT.key);
  const service = deployment.safeParse(stored?.value).data?.service;
  if (service === undefined) return 'despatch-processor is not deployed.';
  try {
    const response = await withDeadline(clock, ASK_MS, (signal) =>
      fetch(`${service}${KEEP_EXTENSION_PATH}`, { method: 'POST', signal }),
    );
    const answer = z.looseObject({ outcome: z.string() }).safeParse(await response.json());
    return answer.data?.outcome ?? `despatch-processor answered ${response.status}.`;
  } catch {
    return `despatch-processor does not answer at ${service}.`;
  }
}
