import * as z from 'zod';

/** Where public sources leave Peoplevox's behaviour open, the simulator can show each of the likely ones. */
export const settingsSchema = z.strictObject({
  /** null lifts the limit. 15 requests in 15 s: facts/peoplevox §16. */
  limit: z
    .strictObject({
      requests: z.int().positive().default(15),
      windowMs: z.int().positive().default(15_000),
      /** The real reply is not known publicly. */
      answer: z.enum(['429', '429-retry-after', '503', 'refusal']).default('429'),
    })
    .nullable()
    .prefault({}),
  /** A new log-in ends the older session of the same user. */
  singleSession: z.boolean().default(false),
  sessionIdleMinutes: z.number().positive().default(30),
  /** ImportingQueueId, SalesOrdersToDespatchIds and ErrorCode in every reply, as newer tenants send. */
  newerFields: z.boolean().default(true),
  /** LineNo in the status rows of SaveData. */
  lineNumbers: z.boolean().default(true),
  /** `none`: SaveData replies without status rows. */
  statusRows: z.enum(['each', 'none']).default('each'),
  /** Date text of GetData: `yyyy-MM-dd HH:mm:ss` or `dd/MM/yyyy HH:mm:ss`. Both were seen. */
  templateDates: z.enum(['iso', 'british']).default('iso'),
  /** What becomes of a change or cancellation once picking began. */
  lateChanges: z.enum(['refuse', 'ignore']).default('refuse'),
  /** Whether Action 1 keeps the orders of an import from being allocated. */
  doNotAllocate: z.enum(['honoured', 'ignored']).default('honoured'),
  /** Whether an order on hold is kept from being allocated. */
  holds: z.enum(['honoured', 'ignored']).default('honoured'),
  /** `by-hand`: an import allocates nothing, a person does. */
  allocation: z.enum(['at-once', 'by-hand']).default('at-once'),
  /** Lines of one item in an order: told apart by their Line, or one. */
  sameItemLines: z.enum(['apart', 'merged']).default('apart'),
  /** What Action 2 does to a line. */
  lineDeletion: z.enum(['delete', 'refuse']).default('delete'),
  /** IANA zone of DateTime(…) in search clauses; null: the tenant's. */
  clauseZone: z.string().nullable().default(null),
  /** Statuses of sales orders → the text that this tenant shows for them. */
  statusTexts: z.record(z.string(), z.string()).default({}),
  /** Orders that wait for stock are allocated when some arrives. */
  allocateOnReceipt: z.boolean().default(true),
  /** Rows of a page at most, whatever is asked for; null: as many as are asked for. Not known publicly. */
  rowsPerPage: z.int().positive().nullable().default(null),
  /** Event types that this tenant's version knows; null: all. */
  eventTypes: z.array(z.string()).nullable().default(null),
  /** How an unknown event type is told: the enumeration of the WSDL fails (fault), or the service refuses. */
  unknownEventType: z.enum(['fault', 'refusal']).default('fault'),
  /** Time from an event to its callback. */
  callbackDelayMs: z.int().min(0).default(0),
});

export type Settings = z.output<typeof settingsSchema>;
export type SettingsInput = z.input<typeof settingsSchema>;
