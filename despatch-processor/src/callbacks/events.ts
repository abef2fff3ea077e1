import type { Rules } from 'peoplevox-connector-shared/configuration';
import type { HintKind } from 'peoplevox-connector-shared/despatch';
import type { EventType } from 'peoplevox-connector-shared/peoplevox';

/** What we ask Peoplevox to call with: the last part of the callback's path. */
export const callbackEvents = {
  status: { type: 'SalesOrderStatusChanges', hint: 'status', rule: 'status' },
  'package-despatched': {
    type: 'DespatchPackageDespatched',
    hint: 'despatch',
    rule: 'packageDespatched',
  },
  tracking: { type: 'TrackingNumberReceived', hint: 'tracking', rule: 'tracking' },
  'package-tracking': {
    type: 'DespatchPackageTrackingNumberReceived',
    hint: 'tracking',
    rule: 'packageTracking',
  },
  returns: { type: 'Returns', hint: 'return', rule: 'returns' },
} as const satisfies Record<string, CallbackEvent>;

interface CallbackEvent {
  readonly type: EventType;
  readonly hint: HintKind;
  readonly rule: keyof Rules['callbacks'];
}

export type CallbackName = keyof typeof callbackEvents;
export const callbackNames = Object.keys(callbackEvents) as readonly CallbackName[];

export function isCallbackName(name: string): name is CallbackName {
  return Object.hasOwn(callbackEvents, name);
}

/** The parameter that every number comes in. Peoplevox lets the subscriber choose names (facts/peoplevox §9). */
const PARAMETER = 'salesOrderNumber';

/**
 * Body of a callback, for Peoplevox to fill in. Which path a tenant's version knows is not public for all events, so
 * each is asked for; one that it does not know comes back empty or as it is.
 */
export function postParams(name: CallbackName, rules: Rules): string {
  return rules.callbacks[callbackEvents[name].rule].map((path) => `${PARAMETER}={${path}}`).join('&');
}
