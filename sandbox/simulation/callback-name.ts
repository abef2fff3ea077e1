import { isCallbackName, type CallbackName } from '../../despatch-processor/src/callbacks/events';

/** Under which name despatch-processor knows a callback: the last part of its path. Undefined: it is none of its own. */
export function callbackNameOf(url: string): CallbackName | undefined {
  const name = url.split('?')[0]?.split('/').at(-1) ?? '';
  return isCallbackName(name) ? name : undefined;
}
