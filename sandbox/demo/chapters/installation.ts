import { orderMessages } from '../../../order-export/src/messages';
import { LIVE_RULES } from '../../simulation/merchant';
import type { Narrator } from '../narrator';
import { documentsOf, type Stage } from '../stage';

export async function installation(stage: Stage, narrator: Narrator): Promise<void> {
  narrator.chapter('The connector is installed');
  const messages = stage.commercetools.project.collections.subscription.find(
    'key',
    'peoplevox-order-export',
  )?.messages;
  narrator.expect(
    'post-deploy subscribed to the order messages',
    messages?.[0]?.types?.length,
    orderMessages.length,
  );
  narrator.expect(
    'and Peoplevox to call for every event of a despatch',
    stage.peoplevox.subscriptions.active().length,
    5,
  );
  const [first] = documentsOf(stage, 'peoplevox-connector').filter((value) =>
    JSON.stringify(value).includes('shadow'),
  );
  narrator.expect(
    'the rules that the connector begins with say "shadow": it tells what it would do, and sends nothing before a person says so',
    first !== undefined,
    true,
  );
  // In the story nobody waits for a second look at a sales order that was closed short.
  await stage.setRules({ ...LIVE_RULES, despatch: { closeAfterMinutes: 0 } });
  narrator.note('A person sets mode.orders to "live" and maps shipping to service type RM48.');
}
