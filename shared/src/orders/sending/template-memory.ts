import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { Conflict, type Documents } from '../../commercetools/documents';
import type { PeoplevoxClient } from '../../peoplevox/client';
import type { Clock } from '../../runtime/clock';

const CONTAINER = 'peoplevox-connector';
const KEY = 'templates';
const MINUTE = 60_000;
const BELIEVED_MS = 6 * 60 * MINUTE;
const READ_AGAIN_MS = 10 * MINUTE;

const memory = z.object({
  schemaVersion: z.literal(1),
  /** Milliseconds since the epoch, by the clock of whoever asked: an hour more or less does not matter. */
  readAt: z.number(),
  templates: z.record(z.string(), z.array(z.string())),
});

type Memory = z.infer<typeof memory>;

/**
 * The same client, whose template columns are remembered for all instances in a Custom Object. A cold instance that had
 * to ask for them would spend on questions the calls that its first order needs, at every start anew. Who says how old
 * an answer may be asks Peoplevox.
 */
export function rememberTemplates(
  client: PeoplevoxClient,
  documents: Documents,
  clock: Clock,
): PeoplevoxClient {
  let known: { readonly value: Memory | undefined; readonly until: number } | undefined;

  async function recall(): Promise<Memory | undefined> {
    if (known === undefined || known.until <= clock.now()) {
      const stored = memory.safeParse((await documents.read<unknown>(CONTAINER, KEY))?.value);
      const isFresh = stored.success && clock.now() - stored.data.readAt < BELIEVED_MS;
      known = { value: isFresh ? stored.data : undefined, until: clock.now() + READ_AGAIN_MS };
    }
    return known.value;
  }

  async function note(template: string, columns: readonly string[]): Promise<void> {
    const before = await documents.read<unknown>(CONTAINER, KEY);
    const base = known?.value ?? { schemaVersion: 1, readAt: clock.now(), templates: {} };
    const value: Memory = { ...base, templates: { ...base.templates, [template]: [...columns] } };
    known = { value, until: clock.now() + READ_AGAIN_MS };
    try {
      await documents.write(CONTAINER, KEY, value, before?.version ?? 0);
    } catch (error) {
      // Another instance asked at the same time; what it wrote serves as well.
      if (!(error instanceof Conflict)) throw error;
    }
  }

  return {
    ...client,
    async getSaveTemplate(template, options) {
      const remembered = (await recall())?.templates[template];
      if (remembered !== undefined && options?.maxAgeMs === undefined) return remembered;
      const columns = await client.getSaveTemplate(template, options);
      if (!isDeepStrictEqual(columns, remembered)) await note(template, columns);
      return columns;
    },
  };
}

/** At a deployment: a person may have changed the templates. */
export async function forgetTemplates(documents: Documents): Promise<void> {
  const stored = await documents.read(CONTAINER, KEY);
  if (stored !== undefined) await documents.remove(CONTAINER, KEY, stored.version);
}
