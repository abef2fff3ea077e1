import { callbackEvents, callbackNames } from '../../../despatch-processor/src/callbacks/events';
import { answersAt } from '../../../despatch-processor/src/connector/service-url';
import { readDeployment, type DeploymentRecord } from '../../../despatch-processor/src/deployment-record';
import { ORDER_EXTENSION, triggersOf } from '../../../despatch-processor/src/extension/keep-extension';
import { SUBSCRIPTION_KEY } from '../../../order-export/src/connector/deployment';
import { CommercetoolsError, getExtension, getSubscription } from '../../../shared/src/commercetools';
import { DELIVERY_TYPE, PARCEL_TYPE } from '../../../shared/src/despatch';
import { EXPORT_CHANNEL } from '../../../shared/src/orders';
import type { Check, Sight } from '../check';
import { mend, note, type Finding } from '../finding';

/** What the deployments left in commercetools, and what despatch-processor remembers of its callbacks. */
export const deployment: Check = {
  name: 'What the deployments made',
  asks: ['commercetools'],
  look: async (sight) => {
    if (!(await isThere(sight.api.channels().withKey({ key: EXPORT_CHANNEL.key }).get().execute())))
      return note(
        'integration',
        'The connector is not deployed in this project yet: its deployment makes Channel, Subscription, Types and callbacks.',
      );
    return [...(await ofOrderExport(sight)), ...(await ofDespatchProcessor(sight))];
  },
};

async function ofOrderExport({ api }: Sight): Promise<Finding[]> {
  const subscription = await getSubscription(api, SUBSCRIPTION_KEY);
  if (subscription === undefined)
    return mend(
      'integration',
      `Subscription "${SUBSCRIPTION_KEY}" is missing: order-export hears of no order, and reconciliation exports them up to ten minutes late. Deploy order-export again.`,
    );
  const { status } = subscription;
  return status === 'Healthy'
    ? []
    : mend(
        'integration',
        `Subscription "${SUBSCRIPTION_KEY}" is in status ${status}: commercetools cannot deliver order messages. Deploy order-export again.`,
      );
}

async function ofDespatchProcessor(sight: Sight): Promise<Finding[]> {
  const { api, documents, world, rules } = sight;
  const findings: Finding[] = [];
  for (const { key } of [DELIVERY_TYPE, PARCEL_TYPE])
    if (!(await isThere(api.types().withKey({ key }).get().execute())))
      findings.push(
        ...mend(
          'integration',
          `Type "${key}" is missing: despatches cannot be booked. Deploy despatch-processor again.`,
        ),
      );
  const wantsExtension = triggersOf(rules) !== undefined;
  if (wantsExtension && (await getExtension(api, ORDER_EXTENSION)) === undefined)
    findings.push(
      ...mend(
        'integration',
        `A rule of "extension" is on, but API extension "${ORDER_EXTENSION}" is missing: nothing is refused. Set EXTENSION_SECRET and deploy despatch-processor again.`,
      ),
    );
  const record = await readDeployment(documents);
  if (record === undefined)
    return [
      ...findings,
      ...mend(
        'integration',
        'despatch-processor has subscribed no callbacks: despatches come up to ten minutes late. Deploy it again.',
      ),
    ];
  findings.push(...missingCallbacks(record));
  if (!(await answersAt(record.service, world)))
    findings.push(
      ...mend(
        'integration',
        `${record.service}/status does not answer from here: Peoplevox must reach this address for its callbacks. See whether despatch-processor runs.`,
      ),
    );
  return findings;
}

/** Peoplevox cannot be asked what it is subscribed to (facts/peoplevox §9): the ids that it gave are what is known. */
function missingCallbacks({ subscriptions }: DeploymentRecord): Finding[] {
  const subscribed = new Set(subscriptions.map(({ event }) => event));
  const missing = callbackNames.filter((name) => !subscribed.has(name));
  return note(
    'integration',
    ...missing.map(
      (name) =>
        `Event ${callbackEvents[name].type} is not subscribed: this Peoplevox did not take it. What it would tell is found by the sweep, up to ten minutes late.`,
    ),
  );
}

async function isThere(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof CommercetoolsError && error.statusCode === 404) return false;
    throw error;
  }
}
