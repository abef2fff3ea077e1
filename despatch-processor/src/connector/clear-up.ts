import { madeHere, removeExtension, removeUnusedType } from 'peoplevox-connector-shared/commercetools';
import { DELIVERY_TYPE, PARCEL_TYPE } from 'peoplevox-connector-shared/despatch';
import { PeoplevoxError } from 'peoplevox-connector-shared/peoplevox';
import type { Parts } from '../application';
import { readDeployment, type DeploymentRecord } from '../deployment-record';
import { ORDER_EXTENSION, extensionUrl } from '../extension/keep-extension';
import { stillThere, unsubscribe } from './callback-subscriptions';

const FATES = {
  removed: 'removed',
  absent: 'absent',
  used: 'kept, for something in the project still refers to it',
  'not-ours': 'kept, for it was not created by this connector',
} as const;

/**
 * Takes away what points at this deployment, and the Types that deployments created where nothing refers to them. What
 * another deployment has taken over stays. Ledger, hints, exceptions and rules stay.
 * @returns what it did, in words
 */
export async function clearUp(parts: Parts, service: string): Promise<readonly string[]> {
  const extension = await removeExtension(parts.api, ORDER_EXTENSION, extensionUrl(service));
  const words = [`API extension "${ORDER_EXTENSION}": ${extension}.`];
  const record = await readDeployment(parts.documents);
  if (record !== undefined && record.service !== service)
    return [...words, 'Another deployment has taken over the callbacks and Types; they stay.'];
  words.push(...(await endCallbacks(parts, service, record?.subscriptions ?? [])));
  const made = await madeHere(parts.documents);
  for (const { key } of [DELIVERY_TYPE, PARCEL_TYPE])
    words.push(`Type "${key}": ${FATES[await removeUnusedType(parts.api, key, made)]}.`);
  return words;
}

/** Who has left Peoplevox can undeploy all the same; what it could not be asked to end stays on record for a later deployment. */
async function endCallbacks(
  parts: Parts,
  service: string,
  subscriptions: DeploymentRecord['subscriptions'],
): Promise<readonly string[]> {
  const doubtful: number[] = [];
  const ended = (asked: number) => [
    `Callbacks: ${asked - doubtful.length} subscription(s) ended.`,
    ...stillThere(doubtful),
  ];
  for (const [index, subscription] of subscriptions.entries()) {
    try {
      doubtful.push(...(await unsubscribe({ ...parts, service }, [subscription])));
    } catch (error) {
      if (!(error instanceof PeoplevoxError)) throw error;
      const left = subscriptions.slice(index).map(({ id }) => id);
      return [...ended(index), notAsked(left, error)];
    }
  }
  return ended(subscriptions.length);
}

function notAsked(ids: readonly number[], { message }: PeoplevoxError): string {
  return `Please note: Peoplevox could not be asked to end subscription(s) ${ids.join(', ')}: ${message} The next deployment in this project ends them; if there is none and they go on calling, only Peoplevox can end them.`;
}
