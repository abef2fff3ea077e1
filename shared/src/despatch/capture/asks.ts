import * as z from 'zod';
import { withConflictRetry } from '../../commercetools/conflict';
import { Conflict, type Documents, type Stored } from '../../commercetools/documents';
import { uuid, type World } from '../../runtime/world';

/** Key: the order's id. */
export const CAPTURES_CONTAINER = 'peoplevox-captures';

/** A capture, written down before it is asked for. */
const recordedAsk = z.looseObject({
  reference: z.string(),
  paymentId: z.string(),
  amount: z.number(),
  /** Milliseconds since the epoch, commercetools' clock. */
  askedAt: z.number(),
  /** Ids of the Charges that were there before. */
  known: z.array(z.string()),
  /** Absent: the answer never came back, or is on its way. */
  answer: z.enum(['approved', 'received', 'rejected']).optional(),
  /** Drawn by whoever asks, who knows it again by this. */
  nonce: z.string().optional(),
});

export type RecordedAsk = z.output<typeof recordedAsk>;

const asksDocument = z.looseObject({ schemaVersion: z.literal(1), asks: z.array(recordedAsk) });

/** What was asked for an order. Version 0: nothing is written down. */
export interface Asks {
  readonly version: number;
  readonly list: readonly RecordedAsk[];
}

/** A document that this version cannot read: what was asked is not known, so nothing may be asked. */
class AsksUnreadable extends Error {
  override readonly name = 'AsksUnreadable';
}

/**
 * The memory of captures, one document an order: between a request and the Charge that comes of it only this tells that
 * it may have been made, and which Charge is its own where the payment connector gives it another `interactionId`.
 */
export interface AskRecord {
  read(orderId: string): Promise<Asks>;
  /**
   * @returns the ask as it is written down; it is the caller's alone
   * @throws Conflict when another instance wrote since.
   */
  add(orderId: string, asks: Asks, ask: RecordedAsk): Promise<RecordedAsk>;
  /** Notes the answer, whatever others wrote meanwhile; undefined: nothing was done, so the ask is dropped. */
  answer(orderId: string, ask: RecordedAsk, answer: RecordedAsk['answer']): Promise<void>;
}

export function createAskRecord(documents: Documents, world: Pick<World, 'clock' | 'random'>): AskRecord {
  async function read(orderId: string): Promise<Asks> {
    const stored = await documents.read<unknown>(CAPTURES_CONTAINER, orderId);
    return stored === undefined ? { version: 0, list: [] } : asksOf(stored);
  }

  async function write(orderId: string, version: number, list: readonly RecordedAsk[]): Promise<void> {
    await documents.write(CAPTURES_CONTAINER, orderId, { schemaVersion: 1, asks: list }, version);
  }

  return {
    read,
    add: async (orderId, { version, list }, ask) => {
      const own = { ...ask, nonce: uuid(world.random) };
      try {
        await write(orderId, version, [...list, own]);
      } catch (error) {
        // A repeated write may have met itself.
        const isOwn = error instanceof Conflict && isSame((await read(orderId)).list.at(-1), own);
        if (!isOwn) throw error;
      }
      return own;
    },
    answer: (orderId, ask, answer) =>
      withConflictRetry({ world }, async () => {
        const { version, list } = await read(orderId);
        const others = list.filter((one) => !isSame(one, ask));
        const at = list.findIndex((one) => isSame(one, ask));
        const answered = answer === undefined ? others : list.with(at, { ...ask, answer });
        if (at >= 0) await write(orderId, version, answered);
      }),
  };
}

function isSame(one: RecordedAsk | undefined, other: RecordedAsk): boolean {
  return one?.reference === other.reference && one.askedAt === other.askedAt && one.nonce === other.nonce;
}

function asksOf({ key, version, value }: Stored<unknown>): Asks {
  const parsed = asksDocument.safeParse(value);
  if (!parsed.success)
    throw new AsksUnreadable(
      `Document ${key} in ${CAPTURES_CONTAINER} was not written by this version of the connector; deploy the newest version.`,
    );
  return { version, list: parsed.data.asks };
}
