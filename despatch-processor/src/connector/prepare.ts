import {
  ensureType,
  getExtension,
  livedLately,
  rememberMade,
  urlOf,
} from 'peoplevox-connector-shared/commercetools';
import type { Rules } from 'peoplevox-connector-shared/configuration';
import { preflight } from 'peoplevox-connector-shared/connections';
import { DELIVERY_TYPE, PARCEL_TYPE } from 'peoplevox-connector-shared/despatch';
import { exceptionContainer, exceptionKey, type Subject } from 'peoplevox-connector-shared/exceptions';
import * as z from 'zod';
import { APPLICATION, type Parts } from '../application';
import { readDeployment } from '../deployment-record';
import { ORDER_EXTENSION, extensionUrl, keepExtension } from '../extension/keep-extension';
import { subscribeCallbacks } from './callback-subscriptions';
import { SCOPES } from './scopes';
import { answersAt } from './service-url';

/** Who `callbacks-silent` is about, for whoever raises it: a deployment then subscribes anew. */
export const CALLBACKS_SUBJECT: Subject = { type: 'app', key: APPLICATION };

/**
 * Makes both systems ready, or says everything that is in the way and changes nothing. Safe to repeat.
 * @param service address of this deployment's endpoint
 * @returns what it did and what may surprise, in words for the deployment's log
 * @throws NotDeployable
 */
export async function prepare(parts: Parts, service: string): Promise<readonly string[]> {
  const rules = await preflight(parts, {
    application: APPLICATION,
    scopes: SCOPES,
    ofCommercetools: [() => livingOthers(parts, service), async (inForce) => secretFaults(parts, inForce)],
  });
  const { settings } = parts;
  const types: string[] = [];
  for (const type of [DELIVERY_TYPE, PARCEL_TYPE]) {
    const { id, change } = await ensureType(parts.api, type);
    if (change === 'created') await rememberMade(parts, id);
    types.push(`Type "${type.key}": ${change === 'none' ? 'as it should be' : change}.`);
  }
  return [
    ...types,
    ...(await subscribeCallbacks({
      ...parts,
      rules,
      service,
      secret: settings.PEOPLEVOX_CALLBACK_SECRET[0],
      renew: await areSilent(parts),
    })),
    await keepExtension({ ...parts, secrets: settings.EXTENSION_SECRET }, { rules, service }),
    ...((await answersAt(service, parts.world))
      ? []
      : [`Please note: ${service}/status did not answer; Peoplevox must reach this address.`]),
  ];
}

/** What another living deployment uses is not taken from it. */
async function livingOthers({ api, documents, serverClock }: Parts, service: string): Promise<string[]> {
  const [record, extension] = await Promise.all([
    readDeployment(documents),
    getExtension(api, ORDER_EXTENSION),
  ]);
  const url = extension && urlOf(extension);
  const isOthers =
    (record !== undefined && record.service !== service && record.subscriptions.length > 0) ||
    (extension !== undefined && url !== extensionUrl(service));
  if (!isOthers || !(await livedLately(documents, serverClock, APPLICATION))) return [];
  return [
    `The subscriptions at Peoplevox or API extension "${ORDER_EXTENSION}" belong to another deployment of this connector, which worked within the last hour. Undeploy that one first, or stop it and deploy again an hour later.`,
  ];
}

/** Whoever turned a rule of the extension on believes that it refuses. */
function secretFaults({ settings }: Parts, { extension }: Rules): string[] {
  const isOn = extension.refuseLateChanges || extension.refuseUnexportableOrders;
  if (!isOn || settings.EXTENSION_SECRET !== undefined) return [];
  return ['A rule of "extension" is on, but EXTENSION_SECRET is not set. Set it, or turn the rule off.'];
}

/** Peoplevox cannot be asked whether a subscription lives; that callbacks stay away can be seen. */
async function areSilent({ documents }: Parts): Promise<boolean> {
  const key = exceptionKey('callbacks-silent', CALLBACKS_SUBJECT);
  const stored = await documents.read<unknown>(exceptionContainer, key);
  return z.looseObject({ status: z.literal('open') }).safeParse(stored?.value).success;
}
