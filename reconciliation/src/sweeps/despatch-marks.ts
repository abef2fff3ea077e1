import { OwnDocument, type Documents } from 'peoplevox-connector-shared/commercetools';
import type { DespatchedRow } from 'peoplevox-connector-shared/despatch';
import * as z from 'zod';

const DAY = 86_400_000;

const document = z.object({ schemaVersion: z.literal(1), marks: z.array(z.string()) });

export function dayOf(at: number): number {
  return Math.floor(at / DAY);
}

/** What is not as it was handed to the booking, and how to remember that it was. */
interface Fresh {
  readonly rows: readonly DespatchedRow[];
  /** To be called once what is fresh was handed over. Returns the days (since the epoch, UTC) that have a document. */
  readonly remember: () => Promise<readonly number[]>;
}

/**
 * Marks of the rows that were handed to the booking, one document a day of despatch in `peoplevox-connector`: so that
 * of thousands of rows those that are new or were corrected are found with one read.
 */
export function createDespatchMarks(documents: Documents, assertHeld: () => void) {
  const documentOf = (day: number) =>
    new OwnDocument(documents, `reconciliation-despatches.${day}`, document, assertHeld);

  async function freshOn(day: number, rows: readonly DespatchedRow[], isWholeDay: boolean) {
    const stored = documentOf(day);
    const known = new Set((await stored.load())?.marks);
    const shown = new Set(rows.map(({ mark }) => mark));
    const fresh = rows.filter(({ mark }) => !known.has(mark));
    // Rows of old contents are dropped once their whole day was seen.
    const marks = isWholeDay ? shown : new Set([...known, ...shown]);
    const isSame = fresh.length === 0 && marks.size === known.size;
    const save = () => (isSame ? undefined : stored.save({ schemaVersion: 1, marks: [...marks] }));
    return { day, fresh, save };
  }

  return {
    /** @param isWholeDay the rows are all that the report shows of their day */
    async fresh(rows: readonly DespatchedRow[], isWholeDay: boolean): Promise<Fresh> {
      const days = new Map<number, DespatchedRow[]>();
      for (const row of rows) {
        const ofDay = days.get(dayOf(row.at));
        if (ofDay === undefined) days.set(dayOf(row.at), [row]);
        else ofDay.push(row);
      }
      const found: Awaited<ReturnType<typeof freshOn>>[] = [];
      for (const [day, some] of days) found.push(await freshOn(day, some, isWholeDay));
      return {
        rows: found.flatMap(({ fresh }) => fresh),
        remember: async () => {
          for (const { save } of found) await save();
          return found.map(({ day }) => day);
        },
      };
    },
    forget: (day: number) => documentOf(day).remove(),
  };
}
