import type {
  ByProjectKeyRequestBuilder,
  Destination,
  MessageSubscription,
  Subscription,
  SubscriptionUpdateAction,
} from '@commercetools/platform-sdk';
import { orUndefined } from './absence';
import { untilSettled } from './settlement';

interface WantedSubscription {
  readonly key: string;
  readonly destination: Destination;
  readonly messages: readonly MessageSubscription[];
}

interface EnsuredSubscription {
  readonly subscription: Subscription;
  readonly change: 'created' | 'updated' | 'none';
}

export function getSubscription(
  api: ByProjectKeyRequestBuilder,
  key: string,
): Promise<Subscription | undefined> {
  return orUndefined(api.subscriptions().withKey({ key }).get().execute());
}

/** Creates the Subscription, or changes its destination and messages where they differ: never a gap in between. */
export function ensureSubscription(
  api: ByProjectKeyRequestBuilder,
  { key, destination, messages }: WantedSubscription,
): Promise<EnsuredSubscription> {
  return untilSettled(async () => {
    const found = await getSubscription(api, key);
    if (found === undefined) {
      const body = { key, destination, messages: [...messages] };
      return { subscription: (await api.subscriptions().post({ body }).execute()).body, change: 'created' };
    }
    const actions: SubscriptionUpdateAction[] = [];
    if (!isSameDestination(found.destination, destination))
      actions.push({ action: 'changeDestination', destination });
    if (!isSameSelection(found.messages, messages))
      actions.push({ action: 'setMessages', messages: [...messages] });
    if (actions.length === 0) return { subscription: found, change: 'none' };
    const updated = await api
      .subscriptions()
      .withId({ ID: found.id })
      .post({ body: { version: found.version, actions } })
      .execute();
    return { subscription: updated.body, change: 'updated' };
  });
}

/** Deletes the Subscription only if it points at `destination`: another deployment may have taken it over. */
export function removeSubscription(
  api: ByProjectKeyRequestBuilder,
  key: string,
  destination: Destination,
): Promise<'removed' | 'absent' | 'kept'> {
  return untilSettled(async () => {
    const found = await getSubscription(api, key);
    if (found === undefined) return 'absent';
    if (!isSameDestination(found.destination, destination)) return 'kept';
    const request = api.subscriptions().withId({ ID: found.id });
    const removed = await orUndefined(request.delete({ queryArgs: { version: found.version } }).execute());
    return removed === undefined ? 'absent' : 'removed';
  });
}

/** commercetools returns these masked or not at all, so they cannot be compared. */
const SECRETS: ReadonlySet<string> = new Set([
  'accessKey',
  'accessSecret',
  'apiKey',
  'apiSecret',
  'connectionString',
]);

/** Whether `existing` has all that `wanted` says, secrets aside. */
export function isSameDestination(existing: Destination, wanted: Destination): boolean {
  const present = new Map<string, unknown>(Object.entries(existing));
  return Object.entries(wanted).every(([field, value]) => SECRETS.has(field) || present.get(field) === value);
}

/** Neither the order of resource types nor that of message types means anything. */
function isSameSelection(
  existing: readonly MessageSubscription[],
  wanted: readonly MessageSubscription[],
): boolean {
  return selectionOf(existing) === selectionOf(wanted);
}

function selectionOf(messages: readonly MessageSubscription[]): string {
  return inOrder(
    messages.map(({ resourceTypeId, types = [] }) => `${resourceTypeId}:${inOrder(types).join(',')}`),
  ).join(';');
}

function inOrder(names: readonly string[]): readonly string[] {
  return names.toSorted((one, other) => one.localeCompare(other));
}
