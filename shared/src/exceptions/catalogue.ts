import type { ExceptionCode } from './codes';

/** What a code means, for the people who own it. docs/exceptions.md is printed from it. */
interface Meaning {
  readonly title: string;
  /** How it comes about. */
  readonly cause: string;
  /** What does not happen while it is open, and what goes on. */
  readonly stops: string;
  /** What to do. It resolves itself once the cause is gone. */
  readonly fix: string;
}

export const catalogue: Readonly<Record<ExceptionCode, Meaning>> = {
  'order-invalid': {
    title: 'Order cannot go on as it is',
    cause:
      'The order lacks something that the warehouse needs, or a value does not fit a Peoplevox column. All faults of the order are listed. With a subject of type `despatch`: goods have left, but the order has no shipping information, without which commercetools takes no Delivery.',
    stops:
      'The order is not exported; its stock stays reserved in commercetools. With a subject of type `despatch`: nothing that was despatched is booked.',
    fix: 'Mend the listed faults on the order in commercetools, or the rules where they ask for too much; give an order without shipping information a shipping method with an Order Edit. It is exported, or booked, by itself.',
  },
  'order-unroutable': {
    title: 'No site for an order',
    cause:
      'A line has a supply channel that no site of the rules document lists, or no routing rule and no default site applies.',
    stops: 'The order is not exported.',
    fix: 'List the supply channel under `sites`, add a `routing` rule or a `defaultSite`; or correct the line.',
  },
  'order-number-conflict': {
    title: 'Sales order number is taken',
    cause:
      'Peoplevox already has a sales order with this number that belongs to another order or another channel.',
    stops: 'The order is not exported, and the sales order in Peoplevox stays as it is.',
    fix: 'Find out what the sales order in Peoplevox is. Renumber it there, or set `orderExport.number.prefix` so that numbers cannot meet.',
  },
  'short-pick': {
    title: 'Fewer units despatched than ordered',
    cause: 'The warehouse closed the sales order with units still due.',
    stops: 'Nothing; the missing units count as settled and are not sent any more.',
    fix: 'Tell the customer, and decide on a replacement or a refund; then close it. It stays closed as long as it says the same.',
  },
  'conflicting-change': {
    title: 'Order and sales order contradict each other',
    cause:
      'Somebody changed in commercetools what Peoplevox owns (Deliveries and Parcels of despatches, `shipmentState`), or made Deliveries for units that Peoplevox despatched. Both values are told, and which of them stands.',
    stops:
      'Nothing. The value of Peoplevox stands, but `shipmentState` never goes backwards; units that are in Deliveries of others are not booked twice.',
    fix: 'Find out which is right, and correct it in Peoplevox, whose despatches are brought over.',
  },
  'order-sku-unknown': {
    title: 'Order for a SKU that Peoplevox does not know',
    cause: 'A line has a SKU for which Peoplevox has no item type with that ItemCode.',
    stops: 'The order is not exported.',
    fix: 'Create the item type in Peoplevox with exactly this ItemCode, or correct the SKU. The order is exported by itself.',
  },
  'sku-missing-in-peoplevox': {
    title: 'SKU without item type',
    cause: 'A variant that is on sale or was ordered lately has a SKU for which Peoplevox has no item type.',
    stops: 'Orders for it would be held, and it gets no stock.',
    fix: 'Create the item type in Peoplevox, or list the SKU under `notShippedByPeoplevox` where the warehouse does not hold it.',
  },
  'sku-missing-in-commercetools': {
    title: 'Item type without variant',
    cause: 'Peoplevox has an item type, perhaps with stock, for which commercetools has no variant.',
    stops: 'Its stock cannot be sold.',
    fix: 'Create the variant with this SKU, or deactivate the item type.',
  },
  'sku-near-miss': {
    title: 'SKU and ItemCode nearly match',
    cause:
      'They differ only in case, white space, leading zeros, dashes or characters that look alike; which of these, the message says.',
    stops: 'Both count as unknown to the other side: orders are held and stock is not imported.',
    fix: 'Make them the same, character for character.',
  },
  'sku-invalid': {
    title: 'SKU that Peoplevox cannot hold',
    cause:
      'The SKU is longer than an ItemCode may be, or it, its name, barcode or group has a control character, or its unit of measure does not come out in whole units of the item, or no rule says how many units of the item it is.',
    stops:
      'Orders for it are held, and it gets no stock; with a control character its Item type is not written.',
    fix: 'Shorten the SKU, enter anew what has a control character, or correct its entry in `unitsOfMeasure`; list units that mean one piece under `skuAudit.singleUnits`.',
  },
  'barcode-mismatch': {
    title: 'Barcodes differ',
    cause:
      'The barcode of the variant and that of the item type are not the same, or Peoplevox has the barcode on an item with another code.',
    stops: 'Nothing; but the warehouse may scan the wrong item.',
    fix: 'Look at the goods, and correct the side that is wrong.',
  },
  'barcode-duplicate': {
    title: 'One barcode on several items',
    cause: 'Several SKUs, or several item types, have the same barcode.',
    stops: 'Nothing; but the warehouse cannot tell the items apart by scanning.',
    fix: 'Give every item its own barcode.',
  },
  'item-deactivated': {
    title: 'Item type is deactivated',
    cause: 'A variant is on sale while its item type is deactivated in Peoplevox.',
    stops: 'Orders for it cannot be allocated.',
    fix: 'Activate the item type, or take the variant off sale.',
  },
  'order-not-allocated': {
    title: 'Sales order waits for allocation',
    cause: 'Peoplevox has had the complete sales order for long without allocating stock to it.',
    stops: 'The order is not picked. Its units stay subtracted from the stock on sale.',
    fix: 'Look in Peoplevox why it is not allocated: stock in the wrong place, on hold, or allocation switched off.',
  },
  'order-backordered': {
    title: 'Sales order waits for stock',
    cause: 'Peoplevox has less stock than the sales order needs.',
    stops: 'The order is not picked, or only in part.',
    fix: 'Receive or count the stock; or cancel the missing units.',
  },
  'order-cancelled-in-warehouse': {
    title: 'Sales order was cancelled in Peoplevox',
    cause: 'Someone cancelled the sales order in Peoplevox while the order in commercetools stands.',
    stops: 'Nothing of the order is despatched any more.',
    fix: 'Tell customer service to cancel the order or to place it anew.',
  },
  'cancel-too-late': {
    title: 'Cancellation came too late',
    cause: 'The order was cancelled in commercetools when the warehouse was already working on it.',
    stops: 'The cancellation is not sent; the goods may leave.',
    fix: 'Stop the sales order by hand if it is still in the house, or expect a return.',
  },
  'change-too-late': {
    title: 'Change came too late',
    cause: 'The order was changed in commercetools when the warehouse was already working on it.',
    stops: 'The change is not sent; the warehouse goes on with what it has.',
    fix: 'Change the sales order by hand if that is still possible, or tell customer service.',
  },
  'over-despatch': {
    title: 'More units despatched than ordered',
    cause: 'The despatches of a sales order hold more units of a line than the order has.',
    stops: 'The units too many are not booked in commercetools.',
    fix: 'Check the despatch, and correct the stock or ask for the goods back. Where they stay with the customer, close it; it stays closed as long as it says the same.',
  },
  'despatch-unmatched': {
    title: 'Despatch that fits no order line',
    cause: 'A despatch of one of our sales orders holds an item that the order does not have.',
    stops: 'That item is not booked in commercetools; the others are.',
    fix: 'Find out whether the wrong item was sent or the sales order was changed in Peoplevox, and correct it.',
  },
  'return-unmatched': {
    title: 'Return that fits no order',
    cause: 'Peoplevox booked a return for which no order line with despatched units is found.',
    stops: 'The return is not booked in commercetools.',
    fix: 'Find the order that the goods belong to, and book the return there by hand.',
  },
  'capture-failed': {
    title: 'Payment was not captured',
    cause: 'Goods were despatched, but the payment could not be charged.',
    stops: 'The money is still outstanding.',
    fix: 'Look at the payment, charge it by hand or ask the customer for another one.',
  },
  'refund-due': {
    title: 'Refund is due',
    cause: 'Paid units were not despatched or came back.',
    stops: 'Nothing; this is a proposal with lines and amount, the connector never refunds.',
    fix: 'Check the proposal and refund in the payment system. Where nothing is to be refunded, close it; it stays closed as long as it says the same.',
  },
  'order-rejected': {
    title: 'An order, or what left or came back of it, was refused',
    cause:
      'Peoplevox answered rows of the order with an error, whose words are quoted, or gave no answer to them five times in a row; or its templates lack a column that the rules fill. With a subject of type `despatch` or `return`: commercetools refuses for good what is to be booked, or an API extension that it asks does not answer; its error is quoted.',
    stops:
      'The order is not exported, or not completely; an incomplete sales order is not allocated. With a subject of type `despatch` or `return`: it is not booked.',
    fix: 'Correct the order, the rules, the settings of the tenant or of the project as the words say. The order is sent again by itself; what is to be booked is tried again when the order changes, and once a day; every five minutes where an API extension did not answer.',
  },
  'order-missing-in-peoplevox': {
    title: 'Exported order is not in Peoplevox',
    cause: 'The order counts as exported, but Peoplevox has no sales order for it.',
    stops: 'The order is not picked.',
    fix: 'Find out who deleted the sales order. Then export the order again, or cancel it.',
  },
  'order-missing-in-commercetools': {
    title: 'Sales order without order',
    cause: 'A sales order of ours refers to an order that commercetools no longer has.',
    stops: 'Its despatches cannot be booked.',
    fix: 'Cancel the sales order in Peoplevox if the order was deleted on purpose.',
  },
  'site-unmapped': {
    title: 'Site without supply channel',
    cause:
      'Peoplevox reports stock of a site that the rules document does not list, or the supply channel does not exist.',
    stops: 'The stock of this site is not imported.',
    fix: 'List the site under `sites` with an existing supply channel, or create the channel.',
  },
  'stock-feed-implausible': {
    title: 'Stock reading is implausible',
    cause:
      'A reading would set more entries to zero than `inventory.maxZeroedShare` allows, or has become smaller by more than that.',
    stops: 'The run writes no further; commercetools keeps the stock that it has.',
    fix: 'Check the report in Peoplevox. If the stock is really gone, confirm the run: `POST …/operator/stock/confirm/{run}`, or the Custom Object `peoplevox-connector` / `request-stock-confirm`.',
  },
  'stock-drift': {
    title: 'Stock has drifted',
    cause: 'A full comparison found entries that differ from Peoplevox though no run had changed them.',
    stops: 'Nothing; the entries were corrected.',
    fix: 'Find out what else writes the stock in commercetools, and stop it.',
  },
  'stock-stale': {
    title: 'Stock is old',
    cause: 'No stock run has ended well for too long.',
    stops: 'commercetools sells by old figures.',
    fix: 'Look at the other open exceptions and at the log of inventory-import.',
  },
  'report-unusable': {
    title: 'Report cannot be used',
    cause:
      'A report or template of Peoplevox is missing, lacks columns or does not parse. With a subject of type `despatch` or `return`: a cell of one order holds no time or quantity.',
    stops:
      'What is read from it: stock, despatches or returns. With a subject of type `despatch` or `return`: those of this order alone.',
    fix: 'Restore the report or template with the columns that the message names, or have the cell corrected that it names.',
  },
  'peoplevox-unavailable': {
    title: 'Peoplevox does not answer',
    cause: 'Calls to Peoplevox fail or time out.',
    stops: 'Orders wait and are exported later; stock and despatches stand still.',
    fix: 'Ask the Peoplevox support about an outage; check `PEOPLEVOX_URL` after a change.',
  },
  'credentials-rejected': {
    title: 'Peoplevox refuses the log-in',
    cause:
      'User, password or client id is wrong, the password expired, or another program uses the same API user and ends our sessions.',
    stops: 'Everything that needs Peoplevox. Orders wait.',
    fix: 'Correct the credentials of the application; give each application its own API user.',
  },
  'configuration-invalid': {
    title: 'Rules document has faults',
    cause:
      'The Custom Object `peoplevox-connector` / `configuration` does not fit its schema (every fault is named), or does not fit the two systems: a State that cannot be set, a status of Peoplevox that it does not list.',
    stops:
      'A document with faults is not applied. The last valid one stays in force; without one, nothing is processed. What else it stops, the message says.',
    fix: 'Correct the named keys. The document is read again within a minute.',
  },
  'message-unreadable': {
    title: 'Message cannot be read',
    cause: 'An event from commercetools or a callback from Peoplevox has an unknown form.',
    stops: 'This message has no effect; what it announced is found by the sweeps.',
    fix: 'Check what sends to the endpoint, and the format of the Subscription.',
  },
  'app-silent': {
    title: 'An application is silent',
    cause: 'An application has not shown life for longer than it should.',
    stops: 'What this application does.',
    fix: 'Look at the deployment in Connect and at its log.',
  },
  'callbacks-silent': {
    title: 'No callbacks from Peoplevox',
    cause: 'Peoplevox has work for us that the sweeps find, but its callbacks do not arrive.',
    stops: 'Nothing; but despatches arrive late.',
    fix: 'Deploy again so that the callbacks are subscribed anew; check the callback secret.',
  },
};
