import { callbackEvents, callbackNames } from '../../despatch-processor/src/callbacks/events';
import { orderMessages } from '../../order-export/src/messages';
import { rulesSchema } from '../../shared/src/configuration';
import { readConnectFile } from '../connect';
import { REPOSITORY } from '../simulation/merchant';

const introduction = `<!-- Printed from connect.yaml and the code by npm run docs -->

# What moves what, when, and how late

Defaults; what is named like \`this\` is a key of [the rules](../configuration.md) or of connect.yaml.`;

/** docs/handbook/triggers.md: every trigger, with its net behind it. */
export function printTriggers(): string {
  const { reconciliation, silence, inventory, despatch } = rulesSchema.parse({});
  const applications = new Map(
    readConnectFile(REPOSITORY).map((application) => [application.name, application]),
  );
  const schedule = (name: string) => `\`${applications.get(name)?.schedule ?? 'none'}\``;
  const backoff = applications.get('order-export')?.retryPolicy;
  const retries = `${(backoff?.minBackoffMs ?? 0) / 1000} s to ${(backoff?.maxBackoffMs ?? 0) / 60_000} minutes apart, for 7 days`;
  const events = code(callbackNames.map((name) => callbackEvents[name].type));
  return `${[
    introduction,
    '## An order is placed, changed or cancelled in commercetools',
    list(
      `**Wakes** \`order-export\`, by any of ${orderMessages.length} order messages: ${code(orderMessages)}.`,
      `**Late by** seconds; while Peoplevox is away, until it answers: the message comes again, ${retries}.`,
      `**Net** \`reconciliation\` ${schedule('reconciliation')}: every open order that changed since its last run (looking back ${reconciliation.overlapMinutes} minutes, leaving the last ${reconciliation.graceMinutes} to order-export), every held and waiting order, and after a change of rules or ${reconciliation.completeAfterDays} days every open order.`,
    ),
    '## The warehouse allocates, picks, despatches, tracks, takes back',
    list(
      `**Wakes** \`despatch-processor\`, by callbacks of ${events}. A callback only leaves a hint; the truth is read from Peoplevox.`,
      `**Late by** seconds. A sales order that is closed with units still due is believed when two looks ${despatch.closeAfterMinutes} minutes apart agree.`,
      `**Net** \`reconciliation\` ${schedule('reconciliation')}: hints that were left, despatches since its last run, despatches without tracking number for ${reconciliation.trackingDays} days, corrections of despatches of the last ${reconciliation.correctionDays} days (one day a run), returns, and the status of every order under way.`,
    ),
    '## Stock moves',
    list(
      `**Wakes** \`inventory-import\` ${schedule('inventory-import')}: what changed in Peoplevox, and what orders under way changed.`,
      `**Late by** about a minute; after ${inventory.staleAfterMinutes} minutes it counts as old (\`stock-stale\`).`,
      `**Net** a full comparison at ${inventory.fullAt} in the tenant's time zone and after ${inventory.fullAfterMinutes} minutes without a reading; \`reconciliation\` compares everything every ${reconciliation.driftEveryMinutes} minutes without writing.`,
    ),
    '## SKUs are added on either side',
    list(
      `**Wakes** \`sku-audit\` ${schedule('sku-audit')}.`,
      '**Late by** a day; an order for an unknown SKU is held at once.',
    ),
    '## The rules document is changed',
    list(
      '**Wakes** nobody: it is read again within 60 seconds.',
      '**Net** `reconciliation` looks at every open order anew, and has the API extension brought in step.',
    ),
    '## Something is silent',
    list(
      `\`order-export\`: ${silence.orderExportMinutes} minutes without life while orders came.`,
      `\`despatch-processor\`: a hint older than ${silence.despatchProcessorMinutes} minutes.`,
      `\`inventory-import\`: ${silence.inventoryImportMinutes} minutes without a run.`,
      `\`sku-audit\`: ${silence.skuAuditHours} hours without a run.`,
      `Peoplevox's callbacks: ${silence.callbacksMinutes} minutes without one while despatches happened.`,
      `\`reconciliation\`: ${silence.reconciliationMinutes} minutes without a run; \`inventory-import\` notices, in the exceptions and as an error in its log, for nobody is left to notify.`,
    ),
  ].join('\n\n')}\n`;
}

function code(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}

export function list(...items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}
