import {
  ensureChannel,
  ensureSubscription,
  getSubscription,
  isSameDestination,
  livedLately,
  type ByProjectKeyRequestBuilder,
  type Destination,
  type Documents,
  type ServerClock,
} from 'peoplevox-connector-shared/commercetools';
import { firstInstallation, type Rules } from 'peoplevox-connector-shared/configuration';
import { EXPORT_CHANNEL, forgetTemplates, missingColumns, warnings } from 'peoplevox-connector-shared/orders';
import type { PeoplevoxClient } from 'peoplevox-connector-shared/peoplevox';
import { NotDeployable } from 'peoplevox-connector-shared/runtime';
import { APPLICATION } from '../application';
import { orderMessages } from '../messages';
import { SUBSCRIPTION_KEY } from './deployment';

export interface Preparation {
  readonly api: ByProjectKeyRequestBuilder;
  readonly documents: Documents;
  readonly serverClock: ServerClock;
  readonly client: PeoplevoxClient;
  readonly rules: () => Promise<Rules>;
  readonly destination: Destination;
}

/**
 * Makes the project ready, or says everything that is in the way and leaves the Subscription as it is. Safe to repeat.
 * @returns what it did and what may surprise, in words for the deployment's log
 * @throws NotDeployable
 */
export async function prepare(preparation: Preparation): Promise<readonly string[]> {
  const { api, documents } = preparation;
  const faults = [...(await foreignSubscription(preparation))];
  const first = await firstInstallation(documents);
  const { channel, created } = await ensureChannel(api, EXPORT_CHANNEL);
  const rules = await preparation.rules();
  await forgetTemplates(documents);
  faults.push(...(await peoplevoxFaults(preparation.client, rules)));
  if (faults.length > 0) throw new NotDeployable(APPLICATION, faults);
  const { change } = await ensureSubscription(api, {
    key: SUBSCRIPTION_KEY,
    destination: preparation.destination,
    messages: [{ resourceTypeId: 'order', types: [...orderMessages] }],
  });
  return [
    `Channel "${EXPORT_CHANNEL.key}": ${created ? 'created' : 'there already'}. Orders created before ${rules.orderExport.notBefore ?? channel.createdAt} are never exported.`,
    ...(first
      ? [
          'First installation: a rules document in shadow mode was written. Nothing is sent until its modes are set to "live".',
        ]
      : []),
    `Subscription "${SUBSCRIPTION_KEY}": ${change === 'none' ? 'as it should be' : change}.`,
    ...warnings(rules).map((warning) => `Please note: ${warning}`),
  ];
}

/** A Subscription that another living deployment uses is not taken from it (contract §4). */
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

async function peoplevoxFaults(client: PeoplevoxClient, rules: Rules): Promise<string[]> {
  try {
    await client.authenticate();
    return await missingColumns(client, rules);
  } catch (error) {
    return [error instanceof Error ? error.message : 'Peoplevox cannot be reached.'];
  }
}
