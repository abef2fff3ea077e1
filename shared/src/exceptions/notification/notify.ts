import * as z from 'zod';
import type { Documents } from '../../commercetools/documents';
import { OwnDocument } from '../../commercetools/own-document';
import type { Log } from '../../runtime/log';
import { owners, type ExceptionCode, type Owner } from '../codes';
import { openExceptions, type StoredException } from '../stored';
import { decideDigest, type Digest, type NotificationTerms, type Told } from './digest';

interface NotificationParts {
  readonly documents: Documents;
  readonly log: Log;
  /** Tells one team; undefined: the team has no address. Rejects when it may not have been told. */
  readonly messengerOf: (owner: Owner) => ((digest: Digest) => Promise<void>) | undefined;
  /** Throws once the exclusive right to notify may be lost. */
  readonly assertHeld: () => void;
}

/** What became of the message to each team; teams that had nothing to hear are left out. */
export type Notified = Readonly<Partial<Record<Owner, 'told' | 'failed' | 'no-address'>>>;

const memory = z.object({
  schemaVersion: z.literal(1),
  at: z.number().optional(),
  open: z.record(z.string(), z.object({ since: z.string(), code: z.custom<ExceptionCode>() })),
});

/**
 * Tells each team what is new, what is gone, and now and then what still stands. What a team was told is remembered
 * after it was told: a crash between the two tells it once more, and nothing is lost.
 * @param now milliseconds since the epoch
 */
export async function notifyTeams(
  { documents, log, messengerOf, assertHeld }: NotificationParts,
  terms: NotificationTerms,
  now: number,
): Promise<Notified> {
  const open: StoredException[] = [];
  for await (const exception of openExceptions(documents)) open.push(exception);
  const notified: Partial<Record<Owner, 'told' | 'failed' | 'no-address'>> = {};
  for (const owner of owners) {
    const told = new OwnDocument(documents, `notified-${owner}`, memory, assertHeld);
    const decision = decideDigest({
      owner,
      open: open.filter((exception) => exception.owner === owner),
      told: toldBefore(await told.load()),
      terms,
      now,
    });
    if (decision === undefined) continue;
    const tell = messengerOf(owner);
    if (tell === undefined) {
      notified[owner] = 'no-address';
      continue;
    }
    try {
      assertHeld();
      await tell(decision.digest);
    } catch (error) {
      // The other teams must hear all the same; this one is told at the next run.
      notified[owner] = 'failed';
      log.error('A team could not be told of its exceptions; it is told at the next run.', {
        owner,
        reason: error instanceof Error ? error.message : 'unknown',
      });
      continue;
    }
    await told.save({ schemaVersion: 1, ...decision.told });
    notified[owner] = 'told';
  }
  return notified;
}

function toldBefore(stored: z.output<typeof memory> | undefined): Told {
  return { at: stored?.at, open: stored?.open ?? {} };
}
