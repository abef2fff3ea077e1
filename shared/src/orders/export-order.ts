import { withConflictRetry } from '../commercetools/conflict';
import { Conflict, type Documents } from '../commercetools/documents';
import type { ServerClock } from '../commercetools/server-clock';
import type { Rules } from '../configuration/rules';
import type { ExceptionCode } from '../exceptions/codes';
import type { ExceptionStore, Finding, Subject } from '../exceptions/exception';
import type { GroupCommit } from './sending/group-commit';
import type { World } from '../runtime/world';
import { CLAIM_MS, type BatchJob, type BatchResult } from './sending/batches';
import { createComposer } from './composition/composer';
import { ownOutcomes, salesOrdersAfter, stateAfter, type Sent } from './conclusion';
import { exportCodes, faultFindings, outcomeFindings } from './findings';
import { Journey } from './journey';
import type { KnownCodes } from './sending/known-codes';
import {
  confirmedNumbers,
  describe,
  droppedNumbers,
  entryOf,
  isChanged,
  isAsConfirmed,
  isConfirmed,
  subjectOf,
  type Claimed,
  type ExportChannel,
  type Known,
} from './known-order';
import {
  attemptedSalesOrders,
  confirmedSalesOrders,
  isClaimed,
  readLedger,
  removeLedger,
  writeLedger,
  type LedgerEntry,
  type LedgerSalesOrder,
  type StoredEntry,
} from './ledger';
import { NotYet } from './not-yet';
import { generatedOrderNumber } from './composition/numbers';
import type { SalesOrder } from './composition/sales-order';
import { screen, sentNumbers } from './screen';
import type { Outcomes } from './sending/send-job';
import type { OrderAccess } from './order-access';
import { orderContent } from './order-content';
import { createTurns } from '../runtime/turns';

/** What became of an order. Each of these is durable: the message that asked may be acknowledged. */
export type Effect =
  | { readonly kind: 'exported' | 'cancelled' | 'unchanged' | 'waiting' | 'forgotten' }
  | { readonly kind: 'held'; readonly codes: readonly ExceptionCode[] }
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'shadow'; readonly would: string };

interface ExportDependencies {
  readonly orders: OrderAccess;
  readonly channel: () => Promise<ExportChannel>;
  readonly documents: Documents;
  readonly exceptions: ExceptionStore;
  readonly rules: () => Promise<Rules>;
  readonly knownCodes: KnownCodes;
  readonly batches: GroupCommit<BatchJob, BatchResult>;
  readonly serverClock: ServerClock;
  readonly world: World;
  readonly projectKey: string;
  readonly timeZone: string;
}

export interface OrderExport {
  /**
   * Brings one order to where it belongs now, whatever happened before: safe any number of times, from any number of
   * instances.
   * @throws NotYet when the message must come again; PeoplevoxError, CommercetoolsError when a system cannot be reached.
   */
  process(orderId: string): Promise<Effect>;
}

/** What the warehouse did otherwise than the order says stays so when the order is no longer ours to send. */
const LASTING: ReadonlySet<ExceptionCode> = new Set([
  'change-too-late',
  'cancel-too-late',
  'order-cancelled-in-warehouse',
]);

function numbersOf(salesOrders: readonly SalesOrder[]): string[] {
  return salesOrders.map(({ number }) => number);
}

function settled(state: LedgerEntry['state']): LedgerEntry['state'] {
  return state === 'sending' ? 'exported' : state;
}

export function createOrderExport(dependencies: ExportDependencies): OrderExport {
  const { documents, exceptions, world, orders } = dependencies;
  const compose = createComposer(dependencies);

  async function attempt(orderId: string): Promise<Effect> {
    const [order, stored, rules, channel] = await Promise.all([
      orders.get(orderId),
      readLedger(documents, orderId),
      dependencies.rules(),
      dependencies.channel(),
    ]);
    if (order === undefined) return forget(orderId, stored);
    await respectClaim(stored);
    const syncedAs = order.syncInfo.find((info) => info.channel.id === channel.id)?.externalId;
    const journey = new Journey(stored?.value.trace ?? [], world.clock);
    const known = { order, stored, rules, channel, syncedAs, journey };
    const screening = screen(order, {
      entry: stored?.value,
      syncedAs,
      rules,
      notBefore: rules.orderExport.notBefore ?? channel.createdAt,
    });
    switch (screening.kind) {
      case 'ignore':
        return ignore(known, screening.reason);
      case 'wait':
        return wait(known);
      case 'set-number':
        await orders.update(order.id, order.version, [
          { action: 'setOrderNumber', orderNumber: generatedOrderNumber(order) },
        ]);
        throw new Conflict('The order has a number now: decide again.');
      case 'cancel':
        return rules.mode.orders === 'shadow'
          ? shadow(known, `would cancel ${screening.numbers.join(', ')}`)
          : send(known, [], screening.numbers);
      case 'compose':
        return exportComposed(known);
    }
  }

  async function respectClaim(stored: StoredEntry | undefined): Promise<void> {
    if (stored?.value.claim === undefined) return;
    if (isClaimed(stored, await dependencies.serverClock()))
      throw new NotYet('This order is being sent, or rows of it may still be on their way.');
  }

  async function forget(orderId: string, stored: StoredEntry | undefined): Promise<Effect> {
    if (stored === undefined) return { kind: 'ignored', reason: 'the order does not exist' };
    const subject: Subject = { type: 'order', id: orderId };
    for (const code of exportCodes) await exceptions.forget(code, subject);
    await removeLedger(documents, orderId, stored.version);
    return { kind: 'forgotten' };
  }

  async function ignore(known: Known, reason: string): Promise<Effect> {
    const entry = known.stored?.value;
    if (entry === undefined || known.rules.mode.orders === 'off') return { kind: 'ignored', reason };
    const sent = sentNumbers({ entry, syncedAs: known.syncedAs }).length > 0;
    const awaited = !sent && ['held', 'waiting', 'shadow'].includes(entry.state);
    // It left before anybody could look whether the last rows had arrived.
    const unseen = sent && entry.state === 'sending';
    if (awaited || unseen || entry.held.length > 0) {
      known.journey.step(`no longer to be exported: ${reason}`);
      const lasting = entry.held.filter((code) => LASTING.has(code));
      await keep(known, { state: sent ? settled(entry.state) : 'ignored', findings: [], lasting });
    }
    return { kind: 'ignored', reason };
  }

  async function wait(known: Known): Promise<Effect> {
    if (known.stored?.value.state !== 'waiting') {
      known.journey.step('waits: order export is paused');
      await keep(known, { state: 'waiting', findings: [] });
    }
    return { kind: 'waiting' };
  }

  async function exportComposed(known: Known): Promise<Effect> {
    const composition = await compose(known);
    if (composition.kind === 'faulty')
      return hold(known, faultFindings(subjectOf(known.order), composition.faults));
    const wanted = composition.salesOrders;
    if (wanted.length === 0 && droppedNumbers(known, wanted).length === 0)
      return ignore(known, 'none of its lines is shipped by Peoplevox');
    if (known.rules.mode.orders === 'shadow')
      return shadow(known, `would send ${wanted.map(describe).join('; ')}`);
    if (isAsConfirmed(known, wanted)) return synchronise(known, wanted);
    return send(known, wanted, droppedNumbers(known, wanted));
  }

  async function hold(known: Known, findings: readonly Finding[]): Promise<Effect> {
    const codes = findings.map(({ code }) => code);
    const entry = known.stored?.value;
    const sent = (entry?.salesOrders.length ?? 0) > 0;
    known.journey.step(`held: ${codes.join(', ')}`);
    const stored = await keep(known, { state: entry !== undefined && sent ? entry.state : 'held', findings });
    await markConfirmed({ ...known, stored });
    return { kind: 'held', codes };
  }

  async function shadow(known: Known, would: string): Promise<Effect> {
    const entry = known.stored?.value;
    if (entry?.held.length === 0 && entry.trace.at(-1)?.what === would) return { kind: 'shadow', would };
    known.journey.step(would);
    const sent = (entry?.salesOrders.length ?? 0) > 0;
    await keep(known, { state: entry !== undefined && sent ? entry.state : 'shadow', findings: [] });
    return { kind: 'shadow', would };
  }

  /** Peoplevox has it as wanted: only commercetools may not know yet. */
  async function synchronise(known: Known, wanted: readonly SalesOrder[]): Promise<Effect> {
    await markExported(known, numbersOf(wanted));
    const entry = known.stored?.value;
    if (entry === undefined) return { kind: 'unchanged' };
    if (entry.held.length > 0 || entry.claim !== undefined)
      known.journey.step('in step with Peoplevox again');
    else if (!isChanged(known)) return { kind: 'unchanged' };
    const { salesOrders } = entry;
    await keep(known, { state: 'exported', findings: [], salesOrders, content: orderContent(known.order) });
    return { kind: 'unchanged' };
  }

  async function send(
    known: Known,
    wanted: readonly SalesOrder[],
    cancel: readonly string[],
  ): Promise<Effect> {
    const { order, stored, rules, journey } = known;
    const before = stored?.value.salesOrders ?? [];
    if (wanted.length > 0) journey.step(`checked: ${wanted.map(describe).join('; ')}`);
    const result = await dependencies.batches.join({
      orderId: order.id,
      wanted,
      cancel,
      before,
      confirmed: confirmedNumbers(known),
      isChanged: isChanged(known),
      rules,
      ledgerVersion: stored?.version ?? 0,
      isCurrent: async () => (await orders.get(order.id))?.version === order.version,
      claimed: {
        ...entryOf(known),
        state: isConfirmed(known) ? 'exported' : 'sending',
        salesOrders: attemptedSalesOrders(before, confirmedSalesOrders(order.id, wanted)),
        claim: { forMs: CLAIM_MS },
        ...(stored?.value.unconfirmed !== undefined && { unconfirmed: stored.value.unconfirmed }),
      },
    });
    if (result.kind === 'conflict') throw new Conflict('Another instance changed the ledger first.');
    if (result.kind === 'failed') {
      if (result.stored !== undefined) await giveBack(known, result.stored);
      throw result.error;
    }
    return conclude({ ...known, stored: result.stored }, { wanted, cancel, before }, result.outcomes);
  }

  /** Nothing was sent: the ledger says again what it said before. */
  async function giveBack({ order, stored, journey }: Known, claimed: StoredEntry): Promise<void> {
    if (stored === undefined) {
      await removeLedger(documents, order.id, claimed.version);
      return;
    }
    const { claim: _given, ...before } = stored.value;
    await writeLedger(documents, order.id, { ...before, trace: journey.steps }, claimed.version);
  }

  async function conclude(known: Claimed, sent: Sent, outcomes: Outcomes): Promise<Effect> {
    const own = ownOutcomes(sent, outcomes);
    const kinds = [...own.values()].map(({ kind }) => kind);
    known.journey.step([...own].map(([number, { kind }]) => `${number}: ${kind}`).join(', '));
    const unconfirmed = (known.stored.value.unconfirmed ?? 0) + (kinds.includes('unknown') ? 1 : 0);
    const findings = outcomeFindings(subjectOf(known.order), own, unconfirmed);
    if (kinds.includes('unknown') || kinds.includes('unfinished')) {
      await keep(known, {
        state: known.stored.value.state,
        findings: findings.length > 0 ? findings : undefined,
        unconfirmed,
        // Rows that may still be on their way must have arrived before anything else is sent: the claim stays to its end.
        ...(kinds.includes('unknown') && { claim: { forMs: CLAIM_MS } }),
      });
      throw new NotYet('Peoplevox did not confirm every row: look again.');
    }
    const state = stateAfter(sent, own, known.stored.value.state);
    const salesOrders = salesOrdersAfter(known, sent, own);
    const isWhole =
      sent.wanted.length > 0 && kinds.every((kind) => kind === 'confirmed' || kind === 'cancelled');
    const content = isWhole ? orderContent(known.order) : undefined;
    const kept = await keep(known, { state, findings, salesOrders, content });
    const isThere = sent.wanted.every(({ number }) =>
      ['confirmed', 'left', 'change-too-late'].includes(own.get(number)?.kind ?? ''),
    );
    if (sent.wanted.length > 0 && isThere) await markExported(known, numbersOf(sent.wanted));
    else await markConfirmed({ ...known, stored: kept });
    if (findings.length > 0) return { kind: 'held', codes: findings.map(({ code }) => code) };
    return { kind: state === 'cancelled' ? 'cancelled' : 'exported' };
  }

  /** Tells commercetools; rejects with Conflict when the order changed meanwhile, so that it is decided again. */
  async function markExported(known: Known, numbers: readonly string[]): Promise<void> {
    const externalId = numbers.join(',');
    if (known.syncedAs === externalId) return;
    await orders.update(known.order.id, known.order.version, [
      { action: 'updateSyncInfo', channel: { typeId: 'channel', id: known.channel.id }, externalId },
    ]);
  }

  /** A change may come between the confirmation and the mark: though the change is held, what was confirmed is marked. */
  async function markConfirmed(known: Claimed): Promise<void> {
    if (known.syncedAs !== undefined || known.stored.value.state !== 'exported') return;
    const confirmed = confirmedNumbers(known);
    const alive = sentNumbers({ entry: known.stored.value, syncedAs: undefined });
    const numbers = alive.filter((number) => confirmed.includes(number));
    if (numbers.length > 0) await markExported(known, numbers);
  }

  /**
   * Every open exception is named by the ledger at any time, so that whoever comes next can resolve it: resolved before
   * the ledger drops it, raised after the ledger names it. A crash in between is repeated with the message.
   */
  async function keep(
    known: Known,
    change: {
      readonly state: LedgerEntry['state'];
      /** Undefined: not known, leave the exceptions as they are. */
      readonly findings: readonly Finding[] | undefined;
      readonly salesOrders?: readonly LedgerSalesOrder[];
      readonly claim?: NonNullable<LedgerEntry['claim']>;
      /** Attempts in a row without an answer; absent: Peoplevox answered. */
      readonly unconfirmed?: number;
      /** Of an order that Peoplevox has as a whole now. */
      readonly content?: string;
      /** Exceptions that stay open although the order is over; nobody looks again. */
      readonly lasting?: readonly ExceptionCode[];
    },
  ): Promise<StoredEntry> {
    const before = known.stored?.value;
    const subject = subjectOf(known.order);
    const held = [...new Set(change.findings?.map(({ code }) => code) ?? before?.held ?? [])];
    const told = [...new Set([...(before?.told ?? []), ...(change.lasting ?? [])])];
    for (const code of before?.held ?? [])
      if (!held.includes(code) && !told.includes(code))
        await exceptions.resolve(
          code,
          subject,
          `Order version ${known.order.version} no longer has this fault.`,
        );
    const entry = entryOf(known);
    const salesOrders = change.salesOrders ?? before?.salesOrders ?? [];
    const kept = await writeLedger(
      documents,
      known.order.id,
      {
        ...entry,
        state: change.state,
        salesOrders: [...salesOrders],
        held,
        ...(told.length > 0 && { told }),
        ...(change.claim && { claim: change.claim }),
        ...(change.unconfirmed !== undefined &&
          change.unconfirmed > 0 && { unconfirmed: change.unconfirmed }),
        ...(change.content !== undefined && { content: change.content }),
      },
      known.stored?.version ?? 0,
    );
    for (const finding of change.findings ?? []) await exceptions.raise(finding);
    return kept;
  }

  // Two messages of one order never work at the same time in one process.
  return { process: createTurns((orderId) => withConflictRetry({ world }, () => attempt(orderId))) };
}
