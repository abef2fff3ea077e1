import {
  ensureChannel,
  ensureSubscription,
  getSubscription,
  isSameDestination,
  livedLately,
  rememberMade,
  type ByProjectKeyRequestBuilder,
  type Destination,
  type ServerClock,
} from 'peoplevox-connector-shared/commercetools';
import { firstInstallation } from 'peoplevox-connector-shared/configuration';
import { preflight, type PreflightParts } from 'peoplevox-connector-shared/connections';
import { EXPORT_CHANNEL, forgetTemplates, missingColumns, warnings } from 'peoplevox-connector-shared/orders';
import { readSites, type PeoplevoxClient } from 'peoplevox-connector-shared/peoplevox';
import { unknownSites } from 'peoplevox-connector-shared/stock';
import { APPLICATION } from '../application';
import { orderMessages } from '../messages';
import { SUBSCRIPTION_KEY } from './deployment';
import { SCOPES } from './scopes';

interface Preparation extends PreflightParts {
  readonly api: ByProjectKeyRequestBuilder;
  readonly serverClock: ServerClock;
  readonly client: PeoplevoxClient;
  readonly destination: Destination;
}

/**
 * Makes the project ready, or says everything that is in the way and leaves Channel and Subscription as they are; only
 * the rules document of a first installation is there by then, so that it can be filled. Safe to repeat.
 * @returns what it did and what may surprise, in words for the deployment's log
 * @throws NotDeployable
 */
export async function prepare(preparation: Preparation): Promise<readonly string[]> {
  const { api, client, documents } = preparation;
  const words: string[] = [];
  const readRules = async () => {
    if (await firstInstallation(documents))
      words.push(
        'First installation: a rules document in shadow mode was written. Nothing is sent until its modes are set to "live".',
      );
    return preparation.rules();
  };
  const rules = await preflight(
    { ...preparation, rules: readRules },
    {
      application: APPLICATION,
      scopes: SCOPES,
      ofCommercetools: [() => foreignSubscription(preparation)],
      ofPeoplevox: [
        async (inForce) => {
          await forgetTemplates(documents);
          return missingColumns(client, inForce);
        },
        async (inForce) => {
          const sites = await readSites(client, inForce.columnNames);
          return sites === undefined ? [] : unknownSites(sites, inForce);
        },
      ],
    },
  );
  const { channel, created } = await ensureChannel(api, EXPORT_CHANNEL);
  if (created) await rememberMade(preparation, channel.id);
  const { change } = await ensureSubscription(api, {
    key: SUBSCRIPTION_KEY,
    destination: preparation.destination,
    messages: [{ resourceTypeId: 'order', types: [...orderMessages] }],
  });
  return [
    `Channel "${EXPORT_CHANNEL.key}": ${created ? 'created' : 'there already'}. Orders created before ${rules.orderExport.notBefore ?? channel.createdAt} are never exported.`,
    ...words,
    `Subscription "${SUBSCRIPTION_KEY}": ${change === 'none' ? 'as it should be' : change}.`,
    ...warnings(rules).map((warning) => `Please note: ${warning}`),
  ];
}

/** A Subscription that another living deployment uses is not taken from it. */
async function foreignSubscription({
  api,
  documents,
  serverClock,
  destination,
}: Preparation): Promise<string[]> {
  const found = await getSubscription(api, SUBSCRIPTION_KEY);
  if (found === undefined || isSameDestination(found.destination, destination)) return [];
  if (!(await livedLately(documents, serverClock, APPLICATION))) return [];
  return [
    `Subscription "${SUBSCRIPTION_KEY}" belongs to another deployment of this connector, which worked within the last hour. Undeploy that one first, or stop it and deploy again an hour later.`,
  ];
}
