/**
 * A fault planted in the connector: one place of one file, changed as a hurried hand might have written it. The
 * simulation must catch each of them; a mutant that lives on is a hole in the invariants.
 */
export interface Mutant {
  readonly name: string;
  /** From the root of the repository. */
  readonly file: string;
  /** Must be there exactly once. */
  readonly from: string;
  readonly to: string;
}

const orders = 'shared/src/orders';
const stock = 'shared/src/stock';
const despatch = 'shared/src/despatch';

export const mutants: readonly Mutant[] = [
  {
    name: 'a message is acknowledged before anything is durable',
    file: 'order-export/src/door.ts',
    from: 'const effect = await withinAnswerTime(incoming);',
    to: "void withinAnswerTime(incoming).catch(() => undefined); const effect = { kind: 'unchanged' };",
  },
  {
    name: 'a message that failed is acknowledged',
    file: 'order-export/src/door.ts',
    from: "return { status: 503, body: { outcome: 'come again' } };",
    to: "return { status: 200, body: { outcome: 'come again' } };",
  },
  {
    name: 'headers may be allocated',
    file: `${orders}/sending/send-plan.ts`,
    from: "save('headers', 'Sales orders', SaveAction.doNotAllocate,",
    to: "save('headers', 'Sales orders', SaveAction.default,",
  },
  {
    name: 'a sales order of somebody else is taken for ours',
    file: `${orders}/sending/compare.ts`,
    from: "if (found.order.reference !== context.orderId) return { kind: 'conflict', number: wanted.number };",
    to: '',
  },
  {
    name: 'an unknown outcome counts as done',
    file: `${orders}/export-order.ts`,
    from: "if (kinds.includes('unknown') || kinds.includes('unfinished')) {",
    to: 'if (kinds.length < 0) {',
  },
  {
    name: 'a cancellation is noted but not sent',
    file: `${orders}/sending/send-batch.ts`,
    from: 'else if (isAmendable(order.status, rules)) return true;',
    to: "else if (isAmendable(order.status, rules)) outcomes.set(number, { kind: 'cancelled' });",
  },
  {
    name: 'a cancelled order is forgotten',
    file: `${orders}/export-order.ts`,
    from: "case 'cancel':",
    to: "case 'cancel': return ignore(known, 'cancelled');\n      case 'never':",
  },
  {
    name: 'a change that comes too late is told to nobody',
    file: `${orders}/sending/send-batch.ts`,
    from: "...difference,\n          kind: 'change-too-late',",
    to: "kind: 'confirmed',",
  },
  {
    name: 'a changed address does not reach Peoplevox',
    file: `${orders}/sending/compare.ts`,
    from: 'context.sent !== undefined && !hasHeader(context.sent, wanted, context.orderId, isCertainlyThere);',
    to: 'context.sent === null;',
  },
  {
    name: 'a changed quantity does not reach Peoplevox',
    file: `${orders}/sending/compare.ts`,
    from: 'if (there.quantity !== line.quantity || there.itemCode !== line.itemCode) return true;',
    to: 'if (there.itemCode !== line.itemCode) return true;\n  if (there.quantity !== line.quantity) return false;',
  },
  {
    name: 'exceptions of orders are never resolved',
    file: `${orders}/export-order.ts`,
    from: 'if (!held.includes(code) && !told.includes(code))',
    to: 'if (code === undefined)',
  },
  {
    name: 'names get into the trace',
    file: `${orders}/export-order.ts`,
    from: "known.journey.step(`held: ${codes.join(', ')}`);",
    to: "known.journey.step(`held: ${codes.join(', ')} ${known.order.shippingAddress?.lastName}`);",
  },
  {
    name: 'orders under way are not subtracted',
    file: `${stock}/sellable.ts`,
    from: 'Math.floor((available - unallocated) / factor + TOLERANCE)',
    to: 'Math.floor(available / factor + TOLERANCE)',
  },
  {
    name: 'orders under way are subtracted twice',
    file: `${stock}/sellable.ts`,
    from: 'Math.floor((available - unallocated) / factor + TOLERANCE)',
    to: 'Math.floor((available - 2 * unallocated) / factor + TOLERANCE)',
  },
  {
    name: 'stock is read before the orders under way',
    file: `${stock}/delta-run.ts`,
    from: 'takeUnderWay(session, await first.complete(onCall));\n  return sortedChanges(session);',
    to: 'const early = await sortedChanges(session);\n  takeUnderWay(session, await first.complete(onCall));\n  return early;',
  },
  {
    name: 'orders that came while a run read are overlooked',
    file: `${stock}/apply.ts`,
    from: 'const added = byPlace(await underWay.since());',
    to: 'const added = byPlace([]);',
  },
  {
    name: 'the version of an entry is ignored',
    file: `${stock}/inventory.ts`,
    from: 'change: async ({ id, version }, quantity) => {',
    to: 'change: async ({ id }, quantity) => {\n      const { version } = (await api.inventory().withId({ ID: id }).get().execute()).body;',
  },
  {
    name: 'stock is changed by a difference instead of set',
    file: `${stock}/inventory.ts`,
    from: "actions: [{ action: 'changeQuantity' as const, quantity }]",
    to: "actions: [{ action: 'addQuantity' as const, quantity }]",
  },
  {
    name: 'changes of stock count as applied before they are written',
    file: `${stock}/delta-run.ts`,
    from: 'const again = await write(session, run, candidates);',
    to: 'await saveState(session, { applied: [...changes.fingerprints] });\n  const again = await write(session, run, candidates);',
  },
  {
    name: 'writes of stock are not audited',
    file: `${stock}/audit.ts`,
    from: 'const announcement = await trail.announce(records());',
    to: 'const announcement = { settle: async () => undefined };',
  },
  {
    name: 'the first parcel means Shipped',
    file: `${despatch}/shipment-state.ts`,
    from: "if (isBegun(accounts)) return 'partlyDespatched';",
    to: "if (isBegun(accounts)) return 'despatched';",
  },
  {
    name: 'a tracking number is never corrected',
    file: `${despatch}/diff.ts`,
    from: 'if (names.every((name) => merged[name] === trackingData?.[name])) return [];',
    to: 'if (trackingData?.trackingId !== undefined || trackingId === undefined) return [];',
  },
  {
    name: 'a Delivery that is there already is booked again',
    file: `${despatch}/diff.ts`,
    from: 'const known = existing.get(delivery.key);',
    to: 'const known = existing.get(`other-${delivery.key}`);',
  },
  {
    name: 'one unit of each line is delivered, whatever left',
    file: `${despatch}/deliveries.ts`,
    from: 'quantity: sumOf(some, ({ quantity }) => quantity),\n  }));\n}\n\n/** Units of these',
    to: 'quantity: Math.min(1, sumOf(some, ({ quantity }) => quantity)),\n  }));\n}\n\n/** Units of these',
  },
  {
    name: 'a return that is booked already is booked again',
    file: `${despatch}/decide-returns.ts`,
    from: 'const due = Math.max(0, Math.min(open, units - sumOf(items, ({ quantity }) => quantity)));',
    to: 'const due = units;',
  },
  {
    name: 'the callback secret is compared by its beginning',
    file: 'despatch-processor/src/secrets.ts',
    from: 'const asked = digest(given);',
    to: 'if (secrets.some((secret) => given !== "" && secret.startsWith(given))) return true;\n    const asked = digest(given);',
  },
  {
    name: 'the limit of Peoplevox is not kept',
    file: 'shared/src/runtime/sliding-window.ts',
    from: 'return used(state, at, untilOf) + calls <= shareAt(state, share, at);',
    to: 'return used(state, at, untilOf) + calls <= 3 * shareAt(state, share, at);',
  },
  {
    name: 'nobody looks for orders whose message was lost',
    file: 'reconciliation/src/application.ts',
    from: 'createOrderSweep({ api, documents, orderExport, log, onMissed }),',
    to: '',
  },
  {
    name: 'nobody looks for returns whose callback was lost',
    file: 'reconciliation/src/application.ts',
    from: 'createReturnSweep(documents, returns),',
    to: '',
  },
  {
    name: 'each Delivery is charged with all that left before it',
    file: `${despatch}/capture/claims.ts`,
    from: 'amount: valueOf(after) - valueOf(before) + sumOf(inFull, ',
    to: 'amount: valueOf(after) + sumOf(inFull, ',
  },
  {
    name: 'a capture that was refused is told to nobody',
    file: `${despatch}/capture/create-capture.ts`,
    from: 'if (finding !== undefined) await exceptions.raise(finding);',
    to: 'if (finding !== undefined) log.info(finding.message);',
  },
  // Defects that the simulation found, planted again.
  {
    name: 'nobody looks again at what was asked of a payment service provider',
    file: `${despatch}/capture/asking.ts`,
    from: 'return future.length === 0 ? undefined : Math.min(...future);',
    to: 'return future.length < 0 ? Math.min(...future) : undefined;',
  },
  {
    name: 'an order that was sent and cancelled while a run read is overlooked',
    file: `${orders}/units-under-way.ts`,
    from: "orderState !== 'Cancelled' || isSent(ledgers.get(id))",
    to: "orderState !== 'Cancelled' || (id === '' && isSent(ledgers.get(id)))",
  },
  {
    name: 'a cancelled order is on sale again while rows of it are on their way',
    file: `${orders}/units-under-way.ts`,
    from: "else if (order.orderState === 'Cancelled') cancelled.push(order);",
    to: '',
  },
  {
    name: 'what a run computes with is remembered only after it wrote',
    file: `${stock}/delta-run.ts`,
    from: 'if (candidates.length > 0) await saveState(session, {});',
    to: '',
  },
  {
    name: 'what people took back while stock was read is on sale',
    file: `${stock}/apply.ts`,
    from: 'return candidates.some(isRaised) ?',
    to: 'return candidates.length < 0 && candidates.some(isRaised) ?',
  },
  {
    name: 'an outage ends only for those who ask',
    file: 'shared/src/exceptions/outage.ts',
    from: 'for (const key of others)',
    to: 'for (const key of others.slice(others.length))',
  },
  {
    name: 'units of a cancelled order are awaited that nobody was told of',
    file: `${despatch}/accounting.ts`,
    from: "missing('revoked') + (isCancelled ? rest : 0)",
    to: "missing('revoked')",
  },
  {
    name: 'a hold of people on a picked sales order is taken for ours',
    file: `${orders}/sending/compare.ts`,
    from: ' && context.isAmendable(order.status);\n  return ourHold',
    to: ';\n  return ourHold',
  },
  {
    name: 'what does not show of what is counted is not there',
    file: 'shared/src/peoplevox/paging.ts',
    from: 'if (rows.length > 0) return false;',
    to: 'if (rows.length >= 0) return rows.length === 0;',
  },
  {
    name: 'a parcel that has left mends every exception',
    file: `${orders}/export-order.ts`,
    from: 'const lasting = entry.held.filter((code) => LASTING.has(code));',
    to: 'const lasting = entry.held.filter((code) => LASTING.has(code)).slice(entry.held.length);',
  },
  {
    name: 'the sweep goes by the version of an order',
    file: 'shared/src/orders/changed-orders.ts',
    from: "order.orderState === 'Cancelled' || entry.content !== orderContent(order)",
    to: 'order.version > entry.orderVersion + 1',
  },
  {
    name: 'a sales order whose cancellation is refused was never there',
    file: 'shared/src/orders/conclusion.ts',
    from: "taken === 'nothing' && (step === 'customers' || step === 'headers')",
    to: "taken === 'nothing'",
  },
];
