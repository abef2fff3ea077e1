import { madeHere, removeExtension, removeUnusedType } from 'peoplevox-connector-shared/commercetools';
import { DELIVERY_TYPE, PARCEL_TYPE } from 'peoplevox-connector-shared/despatch';
import type { Parts } from '../application';
import { readDeployment } from '../deployment-record';
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
  const ended = record?.subscriptions ?? [];
  const doubtful = await unsubscribe({ ...parts, service }, ended);
  words.push(`Callbacks: ${ended.length - doubtful.length} subscription(s) ended.`, ...stillThere(doubtful));
  const made = await madeHere(parts.documents);
  for (const { key } of [DELIVERY_TYPE, PARCEL_TYPE])
    words.push(`Type "${key}": ${FATES[await removeUnusedType(parts.api, key, made)]}.`);
  return words;
}
