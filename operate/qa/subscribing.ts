import { callbackEvents, callbackNames } from '../../despatch-processor/src/callbacks/events';
import { PeoplevoxError, type EventType, type PeoplevoxClient } from '../../shared/src/peoplevox';
import type { Observations } from './observations';

/** Reserved to lead nowhere (RFC 2606). */
const NOWHERE = 'https://connector-test.invalid/';
const TWICE: EventType = 'SalesOrderStatusChanges';

/**
 * Subscribes every event that the connector wants, one of them twice, to an address that leads nowhere, and ends all
 * that at once.
 */
export async function trySubscribing(
  client: Pick<PeoplevoxClient, 'subscribePostEvent' | 'unsubscribeEvent'>,
): Promise<NonNullable<Observations['subscriptions']>> {
  const ids: number[] = [];
  const refused: EventType[] = [];
  const subscribe = async (type: EventType): Promise<number | undefined> => {
    try {
      const id = await client.subscribePostEvent(type, NOWHERE, 'so={SalesOrderNumber}', '');
      ids.push(id);
      return id;
    } catch (error) {
      if (!(error instanceof PeoplevoxError) || error.kind !== 'refused') throw error;
      refused.push(type);
      return undefined;
    }
  };
  try {
    const twice: number[] = [];
    for (const type of [...callbackNames.map((name) => callbackEvents[name].type), TWICE]) {
      const id = await subscribe(type);
      if (type === TWICE && id !== undefined) twice.push(id);
    }
    return { refused, twice };
  } finally {
    for (const id of new Set(ids)) await client.unsubscribeEvent(id);
  }
}
