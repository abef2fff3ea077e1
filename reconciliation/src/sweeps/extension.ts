import type { Documents } from 'peoplevox-connector-shared/commercetools';
import { keepExtensionInStep } from 'peoplevox-connector-shared/despatch';
import type { Log, World } from 'peoplevox-connector-shared/runtime';
import { nothing, type Sweep } from '../sweep';

/** Has despatch-processor bring the API extension in step with the rules, which change without a deployment. */
export function createExtensionSweep(documents: Documents, world: World, log: Log): Sweep {
  return {
    name: 'extension',
    asksPeoplevox: false,
    isOn: () => true,
    run: async () => {
      const done = await keepExtensionInStep(documents, world);
      log.info('API extension.', { done });
      return { ...nothing, outcome: 'done' };
    },
  };
}
