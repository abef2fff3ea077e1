import type { Clock } from '../../shared/src/runtime/clock';
import { plainText, printCell, type Cell } from './cell';
import { compileClause, type Matcher } from './search/match';
import { parseClause } from './search/parse';
import type { Settings } from './settings';
import { refusal, success, type Answer, type SubscribeCall } from './soap/calls';
import { SoapFault } from './soap/fault';
import type { Tenant } from './tenant';
import type { WarehouseEvent } from './warehouse/floor';

const allEventTypes = [
  'AvailabilityChanges',
  'SalesOrderStatusChanges',
  'GoodsReceived',
  'TrackingNumberReceived',
  'IncrementalChanges',
  'Returns',
  'DespatchPackageTrackingNumberReceived',
  'DespatchPackageDespatched',
  'OnDespatchOrderReceived',
] as const;

/** A call to a subscriber: GET of the URL, or POST of a form to it. */
export interface Callback {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** application/x-www-form-urlencoded, as far as the subscriber's template and values make it so. */
  readonly body?: string;
}

export type CallbackPort = (callback: Callback) => void | Promise<void>;

/** What becomes of a callback on its way: callbacks may be lost or come twice (nothing public says they do not). */
export type CallbackFate = (callback: Callback) => 'deliver' | 'lose' | 'repeat';

export interface CallbackRecord extends Callback {
  readonly at: number;
  readonly eventType: string;
  readonly subscriptionId: number;
  outcome: 'pending' | 'delivered' | 'failed' | 'lost';
}

interface Subscription extends SubscribeCall {
  readonly id: number;
  readonly matches: (event: WarehouseEvent) => boolean;
}

export interface Subscriptions {
  subscribe(call: SubscribeCall): Answer;
  unsubscribe(id: number): Answer;
  publish(event: WarehouseEvent): void;
  readonly active: () => readonly { readonly id: number; readonly eventType: string; readonly url: string }[];
  readonly callbacks: readonly CallbackRecord[];
}

interface SubscriptionOptions {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly tenant: Tenant;
  readonly port: CallbackPort;
  readonly fate: CallbackFate;
}

export function createSubscriptions({
  clock,
  settings,
  tenant,
  port,
  fate,
}: SubscriptionOptions): Subscriptions {
  const active = new Map<number, Subscription>();
  const callbacks: CallbackRecord[] = [];
  let lastId = 1000;

  async function deliver(record: CallbackRecord): Promise<void> {
    const { method, url, body } = record;
    try {
      await port(body === undefined ? { method, url } : { method, url, body });
      record.outcome = 'delivered';
    } catch {
      // Nothing public says that Peoplevox tries again: the record is all that is left of the failure.
      record.outcome = 'failed';
    }
  }

  function send(subscription: Subscription, event: WarehouseEvent): void {
    const callback = fill(subscription, event, tenant.timeZone);
    const base = { ...callback, at: clock.now(), eventType: event.type, subscriptionId: subscription.id };
    const destiny = fate(callback);
    if (destiny === 'lose') callbacks.push({ ...base, outcome: 'lost' });
    const times = { lose: 0, deliver: 1, repeat: 2 }[destiny];
    for (let time = 0; time < times; time += 1) {
      const record: CallbackRecord = { ...base, outcome: 'pending' };
      callbacks.push(record);
      clock.after(settings.callbackDelayMs, () => void deliver(record));
    }
  }

  return {
    callbacks,
    active: () => [...active.values()].map(({ id, eventType, url }) => ({ id, eventType, url })),
    subscribe(call) {
      if (!isKnown(call.eventType, settings)) return unknownEventType(call.eventType, settings);
      if (!isHttpUrl(call.url)) return refusal(`'${call.url}' is not an http or https address.`);
      lastId += 1;
      active.set(lastId, { ...call, id: lastId, matches: filterOf(call, tenant.timeZone) });
      return success(String(lastId));
    },
    unsubscribe: (id) =>
      active.delete(id) ? success('True') : refusal(`Subscription ${id} does not exist.`),
    publish(event) {
      for (const subscription of active.values()) {
        if (subscription.eventType === event.type && subscription.matches(event)) send(subscription, event);
      }
    },
  };
}

export function eventTypesOf(settings: Settings): readonly string[] {
  return settings.eventTypes ?? allEventTypes;
}

function isKnown(eventType: string, settings: Settings): boolean {
  return eventTypesOf(settings).includes(eventType);
}

function unknownEventType(eventType: string, settings: Settings): Answer {
  const words = `'${eventType}' is not a valid value for SubscriptionEventTypes.`;
  if (settings.unknownEventType === 'refusal') return refusal(words);
  throw new SoapFault(`Server was unable to read request. ---> Instance validation error: ${words}`);
}

function isHttpUrl(url: string): boolean {
  return /^https?:\/\/[^/]+/.test(url);
}

/** A search clause over the event's placeholders; `site` is short for `Site.Reference`. Throws ClauseFault. */
function filterOf({ filter }: SubscribeCall, zone: string): (event: WarehouseEvent) => boolean {
  if (filter.trim() === '') return () => true;
  const fields: string[] = [];
  const columnOf = (field: string): number =>
    fields.push(field.toLowerCase() === 'site' ? 'Site.Reference' : field) - 1;
  const matcher: Matcher = compileClause(parseClause(filter), columnOf, { zone, dates: 'callback' });
  return (event) =>
    matcher((column) => {
      const value = event.data[fields[column] ?? ''] ?? '';
      return isList(value) ? value.map(plainText).join(',') : value;
    });
}

/** Puts values into the subscriber's texts, raw unless it asked for encoding; a path unknown to the event gives nothing. */
function fill(subscription: Subscription, event: WarehouseEvent, zone: string): Callback {
  const encode = subscription.encodeParameterData ? encodeURIComponent : (text: string): string => text;
  const print = (cell: Cell): string => printCell(cell, { zone, dates: 'callback' });
  const put = (template: string): string =>
    template.replace(/\{([\w.]+)\}/g, (_, path: string) => {
      const value = event.data[path] ?? '';
      return encode(isList(value) ? value.map(print).join(',') : print(value));
    });
  const { operation, url, postParams = '' } = subscription;
  return operation === 'SubscribeEvent'
    ? { method: 'GET', url: put(url) }
    : { method: 'POST', url: put(url), body: put(postParams) };
}

function isList(value: Cell | readonly Cell[]): value is readonly Cell[] {
  return Array.isArray(value);
}
