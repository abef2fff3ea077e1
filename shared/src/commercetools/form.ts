import * as z from 'zod';
import { SpeakingError } from '../runtime/words-of';
import type { Documents, Stored } from './documents';

/** Of a later form than what was to be written: a later version of the connector wrote it, and it stays as it is. */
export class NewerForm extends SpeakingError {
  override readonly name = 'NewerForm';
  constructor(container: string, key: string) {
    super(
      `Custom Object ${container}/${key} was written by a later version of the connector and stays as it is. Deploy that version or a later one.`,
    );
  }
}

const formed = z.looseObject({ schemaVersion: z.number() });
/** Before there is a second form of anything, nothing has to be remembered. */
const FIRST_FORM = 1;

const formOf = (value: unknown): number => formed.safeParse(value).data?.schemaVersion ?? FIRST_FORM;

/**
 * The same documents, of which none is overwritten by one of an earlier form, whatever its reader made of it: an
 * instance of the version before may still run while the next one is deployed. A write goes onto a version that was
 * read before, so remembering what was read is enough. Rejects with NewerForm.
 */
export function keepNewerForms(documents: Documents): Documents {
  const newer = new Map<string, number>();
  const place = (container: string, key: string) => `${container}/${key}`;
  const look = (stored: Stored<unknown> | undefined) => {
    if (stored === undefined) return;
    const form = formOf(stored.value);
    if (form > FIRST_FORM) newer.set(place(stored.container, stored.key), form);
  };

  return {
    ...documents,
    read: async <T>(container: string, key: string) => {
      const stored = await documents.read<T>(container, key);
      if (stored === undefined) newer.delete(place(container, key));
      look(stored);
      return stored;
    },
    write: async (container, key, value, version) => {
      if ((newer.get(place(container, key)) ?? FIRST_FORM) > formOf(value))
        throw new NewerForm(container, key);
      return documents.write(container, key, value, version);
    },
    async *list<T>(container: string, where?: string) {
      for await (const stored of documents.list<T>(container, where)) {
        look(stored);
        yield stored;
      }
    },
  };
}
