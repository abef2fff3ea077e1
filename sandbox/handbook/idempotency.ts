import { exceptionKey } from '../../shared/src/exceptions';
import { deliveryKey } from '../../shared/src/despatch';
import { entryKey } from '../../shared/src/stock';
import { list } from './triggers';

const introduction = `<!-- Printed from the code by npm run docs -->

# Idempotency: each write, its key, and how long the key holds

Every write can be repeated at any time, from any number of instances, without a second effect. The examples are made by the
functions that make the keys.`;

const ORDER = '7d3c1f52-8a64-4b0e-9d2f-5f1f6c1c9a10';

/** docs/handbook/idempotency.md. */
export function printIdempotency(): string {
  return `${[
    introduction,
    '## Written to Peoplevox',
    list(
      '**Sales order**: `SalesOrderNumber` = prefix + order number, then `-2`, `-3`…; fixed in the ledger at the first export and never used again. Upsert by key. For ever.',
      '**Line of a sales order**: `SalesOrderNumber`, `ItemCode` and `Line` = the first 16 hexadecimal digits of the line item id. For ever.',
      '**Customer**: `Reference`; of a guest the order id. For ever.',
      '**Cancellation**: the sales order number; looked up before and after. For ever.',
    ),
    '## Written to commercetools',
    list(
      '**Mark of an exported order**: `syncInfo` of Channel `peoplevox`, with the order version that was exported. For ever.',
      `**Delivery**: its key is the despatch number, such as \`${deliveryKey('DES-1001')}\`, or \`${deliveryKey('DES/1001')}\` for \`DES/1001\`. For ever.`,
      '**Parcel**: key of its Delivery, `-`, package number. For ever.',
      '**Return item**: return code, `-`, number of the line in it, in the order of booking. For ever.',
      `**InventoryEntry**: SKU and supply Channel; the key of a new one is such as \`${entryKey('MUG-BLUE', 'north')}\`. Written onto the version that was read. For ever.`,
      '**Capture**: one charge a Delivery; asked for once, remembered before it is asked. For ever.',
    ),
    '## Kept as Custom Objects, each changed by compare-and-set',
    list(
      `**Ledger and trace of an order** (\`peoplevox-orders\`): the order id, such as \`${ORDER}\`. Until \`retentionDays\` after it last changed, once finished.`,
      '**Claim on an order that is being sent**: in its ledger entry, for some minutes.',
      '**Hint** (`peoplevox-hints`): the sales order number. Until it is worked.',
      `**Exception** (\`peoplevox-exceptions\`): code and a hash of its subject, such as \`${exceptionKey('order-invalid', { type: 'order', id: ORDER })}\`. Until \`retentionDays\` after it was resolved.`,
      '**What a team was told** (`peoplevox-connector` / `notified-…`): key and beginning of each exception that stands open. Until it is resolved. A crash between telling and remembering tells once more.',
      '**Message on the Pub/Sub topic**: attribute `id` = container, key and version of the document; the same whenever it is published again. Subscribers drop what they know.',
      '**Audit records** (`peoplevox-audit`): kind, run, in a full run of stock its part, and index. 30 days.',
      '**Lease of a job** (`…-lease`): one run at a time; free again 45 to 90 seconds after its holder died.',
      '**Budget of calls** (`budget-…`): calls of the last 15 seconds.',
    ),
  ].join('\n\n')}\n`;
}
