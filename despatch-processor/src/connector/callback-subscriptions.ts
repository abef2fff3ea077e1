import type { Rules } from 'peoplevox-connector-shared/configuration';
import { PeoplevoxError, type PeoplevoxClient } from 'peoplevox-connector-shared/peoplevox';
import { callbackEvents, callbackNames, postParams, type CallbackName } from '../callbacks/events';
import {
  changeDeployment,
  fingerprint,
  readDeployment,
  type DeploymentRecord,
  type RecordParts,
} from '../deployment-record';

interface SubscribingParts extends RecordParts {
  readonly client: Pick<PeoplevoxClient, 'subscribePostEvent' | 'unsubscribeEvent'>;
  readonly rules: Rules;
  /** Address of the endpoint, and the secret that goes into the address of each callback. */
  readonly service: string;
  readonly secret: string;
  /** The subscriptions seem to be dead: make them anew. */
  readonly renew: boolean;
}

interface Wanted {
  readonly event: CallbackName;
  readonly url: string;
  readonly params: string;
  readonly form: string;
}

type Subscription = DeploymentRecord['subscriptions'][number];

function wantedCallbacks({ rules, service, secret }: SubscribingParts): Wanted[] {
  return callbackNames.map((event) => {
    const url = `${service}/callbacks/${encodeURIComponent(secret)}/${event}`;
    const params = postParams(event, rules);
    return { event, url, params, form: fingerprint(url, params) };
  });
}

/**
 * Subscribes every event at Peoplevox and ends what is no longer right, the new one first, so that there is no gap. Each
 * id is kept the moment it is known. Safe to repeat.
 * @returns what it did, in words without the secret
 * @throws PeoplevoxError when Peoplevox cannot be asked; what is done by then is kept
 */
export async function subscribeCallbacks(parts: SubscribingParts): Promise<readonly string[]> {
  const known = (await readDeployment(parts.documents))?.subscriptions ?? [];
  const words: string[] = [];
  for (const wanted of wantedCallbacks(parts)) {
    const before = known.filter(({ event }) => event === wanted.event);
    words.push(...(await subscribe(parts, wanted, before)));
  }
  const events: readonly string[] = callbackNames;
  const dropped = known.filter(({ event }) => !events.includes(event));
  return [...words, ...stillThere(await unsubscribe(parts, dropped))];
}

async function subscribe(
  parts: SubscribingParts,
  wanted: Wanted,
  before: readonly Subscription[],
): Promise<string[]> {
  const { event, form } = wanted;
  const name = `Callback "${event}" (${callbackEvents[event].type})`;
  const right = parts.renew ? undefined : before.find((subscription) => subscription.form === form);
  const id = right?.id ?? (await subscribeAnew(parts, wanted));
  if (id === undefined)
    return [`${name}: skipped, this Peoplevox does not take it; what it would tell is found by the sweep.`];
  const replaced = before.filter((subscription) => subscription.id !== id);
  return [
    right === undefined ? `${name}: subscribed with id ${id}.` : `${name}: as it should be.`,
    ...stillThere(await unsubscribe(parts, replaced)),
  ];
}

/** Undefined: Peoplevox refused, as a version does that lacks the event (facts/peoplevox §2). */
async function subscribeAnew(
  parts: SubscribingParts,
  { event, url, params, form }: Wanted,
): Promise<number | undefined> {
  try {
    const id = await parts.client.subscribePostEvent(callbackEvents[event].type, url, params, '');
    await keep(parts, (subscriptions) => [...subscriptions, { event, id, form }]);
    return id;
  } catch (error) {
    if (error instanceof PeoplevoxError && error.kind === 'refused') return undefined;
    throw error;
  }
}

/**
 * Ends subscriptions and forgets them, also those that Peoplevox no longer knows: it answers these as it answers any that
 * it does not end.
 * @returns ids of those that it did not say to have ended
 */
export async function unsubscribe(
  parts: Pick<SubscribingParts, 'client' | 'documents' | 'world' | 'service'>,
  ended: readonly Subscription[],
): Promise<readonly number[]> {
  const doubtful: number[] = [];
  for (const { id } of ended) {
    if (!(await hasEnded(parts, id))) doubtful.push(id);
    await keep(parts, (subscriptions) => subscriptions.filter((subscription) => subscription.id !== id));
  }
  return doubtful;
}

async function hasEnded({ client }: Pick<SubscribingParts, 'client'>, id: number): Promise<boolean> {
  try {
    return await client.unsubscribeEvent(id);
  } catch (error) {
    if (error instanceof PeoplevoxError && error.kind === 'refused') return false;
    throw error;
  }
}

/** In words for the log of the deployment; nobody can ask Peoplevox which subscriptions it has. */
export function stillThere(ids: readonly number[]): readonly string[] {
  return ids.map(
    (id) =>
      `Please note: Peoplevox did not confirm that subscription ${id} has ended. Perhaps it no longer had it; if it goes on calling, only Peoplevox can end it.`,
  );
}

function keep(
  parts: RecordParts & { readonly service: string },
  change: (subscriptions: readonly Subscription[]) => Subscription[],
): Promise<void> {
  return changeDeployment(parts, (known) => ({
    ...known,
    service: parts.service,
    subscriptions: change(known?.subscriptions ?? []),
  }));
}
