import {
  createCommercetools,
  createDocuments,
  madeHere,
  removeSubscription,
} from 'peoplevox-connector-shared/commercetools';
import {
  commercetoolsSettings,
  deploymentScript,
  readEnvironment,
  systemWorld,
} from 'peoplevox-connector-shared/runtime';
import * as z from 'zod';
import { APPLICATION } from '../application';
import { SUBSCRIPTION_KEY, subscriptionDestination } from './deployment';
import { removeUnusedChannel } from './remove-channel';

deploymentScript(APPLICATION, 'pre-undeploy', async (log) => {
  const schema = z.object({
    commercetools: commercetoolsSettings,
    destination: subscriptionDestination(process.env),
  });
  const settings = readEnvironment(schema, process.env);
  const api = createCommercetools({ settings: settings.commercetools, world: systemWorld, log });
  const subscription = await removeSubscription(api, SUBSCRIPTION_KEY, settings.destination);
  const words = `Subscription "${SUBSCRIPTION_KEY}": ${subscription}.`;
  // With another deployment's Subscription in place, the Channel is in use.
  if (subscription === 'kept') return [words];
  return [words, await removeUnusedChannel(api, await madeHere(createDocuments(api)))];
});
