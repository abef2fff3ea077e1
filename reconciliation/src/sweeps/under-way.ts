import {
  OwnDocument,
  type ByProjectKeyRequestBuilder,
  type Documents,
} from 'peoplevox-connector-shared/commercetools';
import type { HintKind, Hints } from 'peoplevox-connector-shared/despatch';
import {
  exceptionKey,
  openExceptions,
  type ExceptionStore,
  type Finding,
  type StoredException,
} from 'peoplevox-connector-shared/exceptions';
import {
  channelNames,
  exportedOrder,
  exportedOrders,
  ordersById,
  salesOrdersIn,
  salesOrdersNumbered,
  type ExportedOrder,
  type OurSalesOrder,
  type SalesOrderReader,
} from 'peoplevox-connector-shared/orders';
import { inFlight } from 'peoplevox-connector-shared/runtime';
import * as z from 'zod';
import { ReadingImplausible } from '../failure';
import type { Pass, Sweep, SweepResult } from '../sweep';
import {
  bookingCodes,
  fateCodes,
  fateOf,
  isDespatched,
  missingInCommercetools,
  isUnderstood,
  missingInPeoplevox,
  STATUSES,
  statusesUnknown,
  waitingCodes,
  type Fate,
} from './order-fate';

interface UnderWaySweepParts {
  readonly api: ByProjectKeyRequestBuilder;
  readonly documents: Documents;
  readonly exceptions: ExceptionStore;
  readonly reader: SalesOrderReader;
  readonly hints: Pick<Hints, 'note'>;
}

const memory = z.object({ schemaVersion: z.literal(1), after: z.string() });

/** Orders of one pass; with more of them the next run goes on. */
const MOST = 20_000;
const AT_A_TIME = 20;
const DAY = 86_400_000;
/** So many orders, and more than half of all, do not vanish: something is wrong with the reading. */
const IMPLAUSIBLE = 20;

/** A sales order to be looked at, as a hint asks for it. */
interface Look {
  readonly number: string;
  readonly kind: HintKind;
}

interface Judged {
  readonly order: ExportedOrder;
  readonly number: string;
  /** Undefined: Peoplevox has no such sales order of this order. */
  readonly status: string | undefined;
  readonly fate: Fate;
}

/**
 * Compares orders under way with their sales orders, both ways. The readings are made in this order, so that nothing is
 * called missing that came meanwhile: orders in commercetools, sales orders in Peoplevox, and by number what was not
 * among them. What Peoplevox has finished with gets a hint, as from a callback, and is booked by whoever works hints.
 */
export function createUnderWaySweep(parts: UnderWaySweepParts): Sweep {
  const { api, documents, exceptions, reader, hints } = parts;

  async function readOrders(pass: Pass, after: string) {
    const orders: ExportedOrder[] = [];
    for await (const page of exportedOrders(api, { ...pass, after })) {
      orders.push(...page);
      if (orders.length >= MOST) return { orders, isAll: false };
    }
    return { orders, isAll: true };
  }

  /** By number; sales orders that belong to another order than the one that names them are left out. */
  async function judge(
    pass: Pass,
    orders: readonly ExportedOrder[],
    open: readonly OurSalesOrder[],
  ): Promise<Judged[]> {
    const { rules } = pass;
    const found = new Map(open.map((salesOrder) => [salesOrder.number.toLowerCase(), salesOrder]));
    const all = orders.flatMap((order) => order.numbers.map((number) => ({ order, number })));
    const unseen = all.filter(({ number }) => !found.has(number.toLowerCase()));
    const looked = await salesOrdersNumbered(
      reader,
      rules,
      unseen.map(({ number }) => number),
    );
    for (const salesOrder of looked) found.set(salesOrder.number.toLowerCase(), salesOrder);
    const judged = all.map(({ order, number }): Judged => {
      const salesOrder = found.get(number.toLowerCase());
      const ours = salesOrder?.orderId === order.id.toLowerCase() ? salesOrder : undefined;
      return { order, number, status: ours?.status, fate: fateOf(order, ours, rules, pass.now()) };
    });
    const missing = judged.filter(({ fate }) => fate === 'missing').length;
    if (missing > IMPLAUSIBLE && missing > all.length / 2)
      throw new ReadingImplausible(
        `Peoplevox shows ${all.length - missing} of ${all.length} sales orders under way. Nothing was reported; check PEOPLEVOX_CLIENT_ID and what the API user may see.`,
      );
    return judged;
  }

  async function orphans(
    pass: Pass,
    orders: readonly ExportedOrder[],
    open: readonly OurSalesOrder[],
  ): Promise<Finding[]> {
    const known = new Set(orders.map(({ id }) => id));
    const strange = open.filter(({ orderId }) => !known.has(orderId));
    const fates = await ordersById(api, [...new Set(strange.map(({ orderId }) => orderId))]);
    const names = new Set([
      ...(channelNames(pass.rules, reader.projectKey) ?? [reader.projectKey]),
      ...orders.flatMap(({ storeKey }) => storeKey ?? []),
    ]);
    return strange
      .filter(({ orderId, channelName }) => !fates.has(orderId) && names.has(channelName))
      .map(missingInCommercetools);
  }

  /**
   * Sales orders whose booking has something to do: finished ones, and those whose waiting is to be told, or is over.
   * The booking says itself what is the matter, so that one function alone raises and resolves it.
   */
  async function toBook(judged: readonly Judged[]): Promise<Look[]> {
    const told = new Set<string | undefined>();
    for await (const { subject } of openExceptions(documents, ...waitingCodes)) told.add(subject.id);
    return judged
      .filter(
        ({ fate, order }) =>
          fate === 'closed' || (fate !== 'missing' && (fate === 'late') !== told.has(order.id)),
      )
      .map(({ number }) => ({ number, kind: 'status' }));
  }

  /**
   * What the booking once said of an order is looked at again when the order changed since, and once a day: an order
   * that is settled is no longer under way, but what is wrong with it may be mended.
   */
  async function toCheckAgain({ channelId, now }: Pass): Promise<Look[]> {
    const told: StoredException[] = [];
    for await (const exception of openExceptions(documents, ...bookingCodes))
      if (isOfBooking(exception)) told.push(exception);
    const orders = await ordersById(
      api,
      told.flatMap(({ subject }) => subject.id ?? []),
    );
    return told.flatMap(({ subject, lastModifiedAt }) => {
      const order = orders.get(subject.id ?? '');
      if (order === undefined) return [];
      const isOld = now() - lastModifiedAt > DAY || Date.parse(order.lastModifiedAt) > lastModifiedAt;
      const kind = subject.type === 'return' ? 'return' : 'status';
      return isOld ? exportedOrder(order, channelId).numbers.map((number) => ({ number, kind })) : [];
    });
  }

  /** What stood open and was not found again has mended itself; but goods that left without an order stay a matter. */
  async function resolveOthers(
    { rules }: Pass,
    found: ReadonlyMap<string, Finding>,
    checked: ReadonlySet<string> | 'all',
  ): Promise<void> {
    const gone: StoredException[] = [];
    for await (const exception of openExceptions(documents, ...fateCodes)) {
      const isChecked = checked === 'all' || checked.has(exception.subject.id ?? '');
      if (!found.has(exception.key) && isChecked) gone.push(exception);
    }
    const orphaned = gone.filter(({ code }) => code === 'order-missing-in-commercetools');
    const numbers = orphaned.flatMap(({ subject }) => subject.key ?? []);
    const looked = await salesOrdersNumbered(reader, rules, numbers);
    const despatched = new Set(looked.filter((one) => isDespatched(one, rules)).map(({ number }) => number));
    const missing = await ordersById(
      api,
      orphaned.flatMap(({ subject }) => subject.id ?? []),
    );
    for (const { code, subject } of gone) {
      const stays = despatched.has(subject.key ?? '') && !missing.has(subject.id ?? '');
      if (code === 'order-missing-in-commercetools' && stays) continue;
      await exceptions.resolve(code, subject, 'Both sides were compared, and it was not found again.');
    }
  }

  /** One exception for all of them: whoever completes the rules looks at the tenant's list once. */
  async function tellStatuses({ rules }: Pass, judged: readonly Judged[]): Promise<void> {
    const unknown = new Set(
      judged.flatMap(({ status }) => status ?? []).filter((one) => !isUnderstood(one, rules)),
    );
    if (unknown.size > 0)
      await exceptions.raise(statusesUnknown([...unknown].sort((one, other) => one.localeCompare(other))));
    else
      await exceptions.resolve(
        'configuration-invalid',
        STATUSES,
        'The rules list every status that was read.',
      );
  }

  async function tell(
    pass: Pass,
    findings: readonly Finding[],
    checked: ReadonlySet<string> | 'all',
  ): Promise<number> {
    const found = new Map(findings.map((finding) => [exceptionKey(finding.code, finding.subject), finding]));
    await resolveOthers(pass, found, checked);
    for (const finding of found.values()) {
      pass.lease.assertHeld();
      await exceptions.raise(finding);
    }
    return found.size;
  }

  async function run(pass: Pass): Promise<SweepResult> {
    const document = new OwnDocument(documents, 'reconciliation-under-way', memory, () =>
      pass.lease.assertHeld(),
    );
    const after = (await document.load())?.after ?? '';
    const { orders, isAll } = await readOrders(pass, after);
    const open = await salesOrdersIn(reader, pass.rules, pass.rules.reconciliation.openStatuses);
    const judged = await judge(pass, orders, open);
    const isOff = pass.rules.mode.despatch === 'off';
    const looks = isOff ? [] : [...(await toBook(judged)), ...(await toCheckAgain(pass))];
    await inFlight(looks, AT_A_TIME, ({ number, kind }) => hints.note(number, kind));
    const numbers = [...new Set(looks.map(({ number }) => number))];
    const missing = judged.filter(({ fate }) => fate === 'missing');
    await tellStatuses(pass, judged);
    const findings = [
      ...missing.map(({ order, number }) => missingInPeoplevox(order, number)),
      ...(await orphans(pass, orders, open)),
    ];
    const isWhole = isAll && after === '';
    const reported = await tell(pass, findings, isWhole ? 'all' : new Set(orders.map(({ id }) => id)));
    const next = isAll ? '' : (orders.at(-1)?.id ?? '');
    if (next !== after) await document.save({ schemaVersion: 1, after: next });
    return {
      outcome: isAll ? 'done' : 'continues',
      found: reported + numbers.length,
      repaired: 0,
      explained: numbers.length,
      open: reported,
      details: { underWay: orders.length, toBook: numbers.length },
    };
  }

  return { name: 'under-way', asksPeoplevox: true, isOn: ({ mode }) => mode.orders !== 'off', run };
}

/** `order-invalid` and `order-rejected` on the order itself are matters of its export. */
function isOfBooking({ code, subject }: StoredException): boolean {
  return subject.type !== 'order' || (code !== 'order-invalid' && code !== 'order-rejected');
}
