import * as z from 'zod';
import { faultRuleSchema } from '../faults';
import { settingsSchema } from '../settings';
import type { PeoplevoxSimulator } from '../core';

const name = z.string().min(1);
const units = z.int().positive();
const order = z.strictObject({ salesOrderNumber: name });
const stockMove = z.strictObject({ itemCode: name, site: name.optional(), reason: name.optional() });
const line = z.strictObject({
  line: z.string().optional(),
  itemCode: name.optional(),
  quantity: z.int().min(0),
});
const packing = order.extend({
  packages: z
    .array(
      z.strictObject({
        lines: z.array(line).optional(),
        tracking: z.string().optional(),
        serviceType: name.optional(),
      }),
    )
    .min(1)
    .optional(),
  force: z.boolean().optional(),
});
const tracking = z.strictObject({
  despatchNumber: name,
  packageNumber: units.optional(),
  trackingNumber: z.string(),
});

/** An act over HTTP: `POST /_control/{name}` with a JSON body. */
interface Command {
  readonly fields: string;
  /** Throws ZodError for a wrong body, WarehouseRefusal for what cannot be done. */
  run(simulator: PeoplevoxSimulator, body: unknown): unknown;
}

function command<Schema extends z.ZodObject>(
  schema: Schema,
  run: (simulator: PeoplevoxSimulator, input: z.output<Schema>) => unknown,
): Command {
  return {
    fields: Object.keys(schema.shape).join(', '),
    run: (simulator, body) => run(simulator, schema.parse(body)),
  };
}

const picking = order.extend({ lines: z.array(line).optional() });

export const commands: Readonly<Record<string, Command>> = {
  'receive-stock': command(stockMove.extend({ quantity: units }), ({ warehouse }, move) =>
    warehouse.receiveStock(move),
  ),
  'adjust-stock': command(stockMove.extend({ quantity: z.int() }), ({ warehouse }, move) =>
    warehouse.adjustStock(move),
  ),
  'deactivate-item': command(z.strictObject({ itemCode: name }), ({ warehouse }, item) =>
    warehouse.deactivateItem(item),
  ),
  hold: command(order.extend({ onHold: z.boolean().default(true) }), ({ warehouse }, hold) =>
    warehouse.holdOrder(hold),
  ),
  allocate: command(order, ({ warehouse }, input) => warehouse.allocateOrder(input)),
  cancel: command(order, ({ warehouse }, input) => warehouse.cancelOrder(input)),
  'start-wave': command(z.strictObject({ salesOrderNumbers: z.array(name).min(1) }), ({ warehouse }, wave) =>
    warehouse.startWave(wave),
  ),
  pick: command(picking, ({ warehouse }, input) => warehouse.pick(input)),
  'short-pick': command(picking, ({ warehouse }, input) => warehouse.shortPick(input)),
  pack: command(packing, ({ warehouse }, input) => warehouse.pack(input)),
  despatch: command(packing.extend({ close: z.boolean().optional() }), ({ warehouse }, input) => ({
    despatchNumber: warehouse.despatch(input),
  })),
  'set-tracking': command(tracking, ({ warehouse }, input) => warehouse.setTracking(input)),
  'correct-tracking': command(tracking, ({ warehouse }, input) => warehouse.correctTracking(input)),
  'book-return': command(
    order.extend({
      itemCode: name,
      quantity: units,
      line: z.string().optional(),
      reusable: z.boolean().optional(),
      reason: z.string().optional(),
      condition: z.string().optional(),
      comments: z.string().optional(),
      site: name.optional(),
    }),
    ({ warehouse }, booking) => ({ returnCode: warehouse.bookReturn(booking) }),
  ),
  import: command(
    z.strictObject({ template: name, rows: z.array(z.record(z.string(), z.string())).min(1) }),
    (simulator, { template, rows }) => simulator.seed(template, rows),
  ),
  faults: command(faultRuleSchema, ({ faults }, rule) => faults.set(rule)),
  'clear-faults': command(z.strictObject({}), ({ faults }) => faults.clear()),
  away: command(z.strictObject({ away: z.boolean() }), (simulator, { away }) => {
    simulator.away = away;
  }),
  freeze: command(z.strictObject({ frozen: z.boolean() }), (simulator, { frozen }) => {
    simulator.frozen = frozen;
  }),
  'end-sessions': command(z.strictObject({}), (simulator) => simulator.endSessions()),
  // Defaults would undo earlier changes, so the whole is read again with what is sent on top.
  settings: {
    fields: Object.keys(settingsSchema.shape).join(', '),
    run: ({ settings }, body) =>
      Object.assign(
        settings,
        settingsSchema.parse({ ...settings, ...z.record(z.string(), z.unknown()).parse(body) }),
      ),
  },
};
