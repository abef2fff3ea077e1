import {
  OwnDocument,
  type ByProjectKeyRequestBuilder,
  type Documents,
  type Order,
} from 'peoplevox-connector-shared/commercetools';
import type { Rules } from 'peoplevox-connector-shared/configuration';
import {
  dayAt,
  keepChunk,
  keepPrepared,
  monthEndRows,
  monthNamed,
  monthTakenUp,
  requestedMonths,
  summedBy,
  sumsOf,
  type LineUnits,
  type Month,
} from 'peoplevox-connector-shared/despatch';
import {
  exportedUnits,
  isReported,
  ledgersOf,
  ordersChangedSince,
  ordersPaidSince,
} from 'peoplevox-connector-shared/orders';
import { runName, type World } from 'peoplevox-connector-shared/runtime';
import * as z from 'zod';
import { nothing, type Pass, type Sweep } from '../sweep';

interface MonthEndSweepParts {
  readonly api: ByProjectKeyRequestBuilder;
  readonly documents: Documents;
  /** Units that Peoplevox never ships. */
  readonly notShipped: (order: Order, rules: Rules) => readonly LineUnits[];
  /** IANA zone in which the months are cut. */
  readonly timeZone: string;
  readonly world: Pick<World, 'random'>;
}

const MINUTE = 60_000;
/** So long after midnight the despatches of the last minutes of the day are booked. */
const BOOKED_BY_MS = 10 * MINUTE;

const memory = z.object({
  schemaVersion: z.literal(1),
  /** The preparation that is under way. */
  current: z
    .object({
      month: z.string(),
      build: z.string(),
      startedAt: z.string(),
      /** The last order that is in a chunk; empty: none is. */
      after: z.string(),
      /** The last payment whose orders are; absent: the orders that changed come first. */
      afterPayment: z.string().optional(),
      chunks: z.number(),
      rows: z.number(),
      orders: z.number(),
      sums: z.record(z.string(), z.record(z.string(), z.number())),
    })
    .optional(),
  /** Month → day (in the zone) on which it was begun last. */
  begun: z.record(z.string(), z.string()),
});
type Memory = z.output<typeof memory>;
type Current = NonNullable<Memory['current']>;

/** Some orders of the month, and how far the preparation is with them. */
interface Found {
  readonly orders: readonly Order[];
  readonly cursor: Pick<Current, 'after'> | Required<Pick<Current, 'afterPayment'>>;
}

/**
 * Prepares what the operator API streams as month-end: once a day the month that runs and, in its first days, the one
 * before; any month that a person asked for. Rows are kept chunk by chunk, the cursor after each, so that the next run
 * goes on where this one ended; what was prepared before stays until all of it is there.
 */
export function createMonthEndSweep(parts: MonthEndSweepParts): Sweep {
  const { api, documents, timeZone } = parts;

  async function rowsOf({ rules, notBefore, channelId }: Pass, orders: readonly Order[], month: Month) {
    const ledger = await ledgersOf(documents, orders);
    return orders.flatMap((order) => {
      const facts = { entry: ledger.get(order.id), channelId, rules, notBefore };
      if (!isReported(order, facts)) return [];
      const exported = exportedUnits(order, facts);
      return monthEndRows({ order, exported, notShipped: parts.notShipped(order, rules), rules }, month);
    });
  }

  /** The orders to which something may have happened in the month, from where the preparation ended on. */
  async function* walk(
    { notBefore }: Pass,
    { after, afterPayment }: Current,
    month: Month,
  ): AsyncIterable<Found> {
    const since = new Date(month.from).toISOString();
    const until = new Date(month.until).toISOString();
    if (afterPayment === undefined)
      for await (const orders of ordersChangedSince(api, { notBefore, since, until, after }))
        yield { orders, cursor: { after: orders.at(-1)?.id ?? after } };
    for await (const paid of ordersPaidSince(api, { notBefore, since, after: afterPayment ?? '' }))
      yield { orders: paid.orders, cursor: { afterPayment: paid.after } };
  }

  /** Goes on to the end of the orders, or of the time: undefined then. */
  async function goOn(pass: Pass, begun: Current, save: (current: Current) => Promise<void>) {
    const month = monthNamed(begun.month, timeZone);
    let current = begun;
    for await (const { orders, cursor } of walk(pass, begun, month)) {
      const rows = await rowsOf(pass, orders, month);
      pass.lease.assertHeld();
      if (rows.length > 0) await keepChunk(documents, month.name, current, current.chunks, rows);
      current = {
        ...current,
        ...cursor,
        chunks: current.chunks + (rows.length > 0 ? 1 : 0),
        rows: current.rows + rows.length,
        orders: current.orders + orders.length,
        sums: summedBy(sumsOf(current.sums), rows),
      };
      await save(current);
      if (pass.isOver()) return undefined;
    }
    return current;
  }

  async function keep({ month, build, startedAt, chunks, rows, sums }: Current, now: number): Promise<void> {
    const preparedAt = new Date(now).toISOString();
    await keepPrepared(documents, {
      month,
      build,
      startedAt,
      chunks,
      rows,
      sums,
      preparedAt,
      zone: timeZone,
    });
  }

  function newBuild(month: string, now: number): Current {
    const startedAt = new Date(now).toISOString();
    const build = runName(now, parts.world.random);
    return { month, build, startedAt, after: '', chunks: 0, rows: 0, orders: 0, sums: {} };
  }

  async function run(pass: Pass) {
    const document = new OwnDocument(documents, 'reconciliation-month-end', memory, () =>
      pass.lease.assertHeld(),
    );
    let state: Memory = (await document.load()) ?? { schemaVersion: 1, begun: {} };
    const save = async (change: Partial<Memory>) => {
      state = { ...state, ...change };
      await document.save(state);
    };
    let [orders, rows, months] = [0, 0, 0];
    while (!pass.isOver()) {
      const begun = state.current ?? (await begin(pass, state, save));
      if (begun === undefined) break;
      const current = await goOn(pass, begun, (next) => save({ current: next }));
      orders += (state.current?.orders ?? 0) - begun.orders;
      rows += (state.current?.rows ?? 0) - begun.rows;
      if (current === undefined) break;
      await keep(current, pass.now());
      await save({ current: undefined });
      months += 1;
    }
    return {
      ...nothing,
      outcome: state.current === undefined ? ('done' as const) : ('continues' as const),
      details: { months, orders, rows },
    };
  }

  async function begin(pass: Pass, { begun }: Memory, save: (change: Partial<Memory>) => Promise<void>) {
    const requested = await requestedMonths(documents);
    const today = dayAt(pass.now() - BOOKED_BY_MS, timeZone);
    const due = monthsOf(today, pass.rules.reconciliation.monthEndDays);
    const month = requested[0] ?? due.find((one) => begun[one] !== today);
    if (month === undefined) return undefined;
    const current = newBuild(month, pass.now());
    const kept = Object.entries(begun).filter(([one]) => due.includes(one));
    await save({ current, begun: { ...Object.fromEntries(kept), [month]: today } });
    // Asked for again from here on, it is prepared again.
    await monthTakenUp(documents, month);
    return current;
  }

  return { name: 'month-end', asksPeoplevox: false, isOn: () => true, run };
}

/** Pure: the months that are prepared on this day, `YYYY-MM-DD`. */
export function monthsOf(today: string, days: number): string[] {
  if (days === 0) return [];
  const month = today.slice(0, 7);
  if (Number(today.slice(8)) > days) return [month];
  const [year = 0, number = 0] = month.split('-').map(Number);
  const before = number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
  return [before, month];
}
