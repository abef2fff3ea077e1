import type { AuditTrail } from '../commercetools/audit-trail';
import type { Rules } from '../configuration/rules';
import { SaveAction, type PeoplevoxClient, type Row, type RowOutcome } from '../peoplevox/client';
import { PeoplevoxError } from '../peoplevox/errors';
import { mapColumns } from '../peoplevox/templates';
import { inChunks } from '../runtime/in-flight';
import type { ItemTypeChange } from './item-type-changes';
import { ITEM_TYPES } from './item-types';

const ROWS = 100;

/** `planned`: in a preview. `waits`: there was no time for it, other rules are in force, or Peoplevox took no more calls. */
export type WriteOutcome = RowOutcome | { readonly kind: 'planned' } | { readonly kind: 'waits' };

export interface WrittenItemType extends ItemTypeChange {
  readonly outcome: WriteOutcome;
}

/** What was written of an Item type, for the audit trail. */
export interface ItemTypeRecord {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly sku: string;
  readonly kind: ItemTypeChange['kind'];
  readonly columns: Readonly<Record<string, string>>;
  readonly outcome: RowOutcome['kind'];
}

interface ItemTypeWriting {
  readonly client: Pick<PeoplevoxClient, 'getSaveTemplate' | 'saveData'>;
  readonly rules: Pick<Rules, 'columnNames'>;
  /** Awaited before each call to Peoplevox. */
  readonly beforeCall: () => Promise<void>;
  readonly trail: Pick<AuditTrail<ItemTypeRecord>, 'add'>;
  readonly now: () => number;
  /** Whether there is time for another call, and the rules still want it. */
  readonly mayGoOn: () => Promise<boolean>;
}

/**
 * Writes the changes, up to 100 rows a call, and says of each what became of it. Rows go by their key, so that one
 * whose fate is unknown can be sent again: the next audit sees what Peoplevox has. Columns that the tenant's template
 * lacks are not sent.
 */
export async function writeItemTypes(
  writing: ItemTypeWriting,
  changes: readonly ItemTypeChange[],
): Promise<WrittenItemType[]> {
  if (changes.length === 0) return [];
  const { client, rules, beforeCall } = writing;
  await beforeCall();
  const tenants = await client.getSaveTemplate(ITEM_TYPES);
  const ours = ['ItemCode', ...new Set(changes.flatMap(({ columns }) => Object.keys(columns)))];
  const { names } = mapColumns(ours, tenants, rules.columnNames[ITEM_TYPES]);
  const done: WrittenItemType[] = [];
  let isOpen = true;
  const waiting = batches(changes, names);
  for (let some = waiting.shift(); some !== undefined; some = waiting.shift()) {
    const outcomes: readonly WriteOutcome[] | undefined =
      isOpen && (await writing.mayGoOn()) ? await save(writing, some, names) : undefined;
    isOpen = outcomes !== undefined;
    const written = some.map((change, index) => ({
      ...change,
      outcome: outcomes?.[index] ?? ({ kind: 'waits' } as const),
    }));
    const again = some.length === 1 ? [] : written.filter(({ outcome }) => outcome.kind === 'unclear');
    done.push(...written.filter((change) => !again.includes(change)));
    // One row that Peoplevox did not name kept the others out: it is found by halving.
    waiting.unshift(...inChunks(again, Math.ceil(again.length / 2) || 1));
  }
  return done;
}

/** Every row of a call has the same columns: an empty cell would be written as an empty value (facts/peoplevox §7). */
function batches(changes: readonly ItemTypeChange[], names: ReadonlyMap<string, string>): ItemTypeChange[][] {
  const alike = new Map<string, ItemTypeChange[]>();
  for (const change of changes) {
    const sent = Object.entries(change.columns).filter(([name]) => names.has(name));
    if (sent.length === 0) continue;
    const key = sent.map(([name]) => name).join();
    const same = alike.get(key) ?? [];
    same.push({ ...change, columns: Object.fromEntries(sent) });
    alike.set(key, same);
  }
  return [...alike.values()].flatMap((some) => inChunks(some, ROWS));
}

/** Undefined: Peoplevox did not take the call. */
async function save(
  { client, beforeCall, trail, now }: ItemTypeWriting,
  changes: readonly ItemTypeChange[],
  names: ReadonlyMap<string, string>,
): Promise<readonly WriteOutcome[] | undefined> {
  const rows = changes.map(({ sku, columns }) => labelled({ ItemCode: sku, ...columns }, names));
  const request = { templateName: ITEM_TYPES, columns: Object.keys(rows[0] ?? {}), rows };
  try {
    await beforeCall();
    const result = await client.saveData({ ...request, action: SaveAction.default });
    const outcomes = changes.map((_, index): RowOutcome => {
      if (!('rows' in result)) return { kind: 'unknown', words: result.words };
      return result.rows[index] ?? { kind: 'unknown', words: 'Peoplevox did not say what became of it.' };
    });
    const at = new Date(now()).toISOString();
    changes.forEach(({ sku, kind, columns }, index) =>
      trail.add({ at, sku, kind, columns, outcome: outcomes[index]?.kind ?? 'unknown' }),
    );
    return outcomes;
  } catch (error) {
    if (error instanceof PeoplevoxError) return undefined;
    throw error;
  }
}

function labelled(columns: Readonly<Record<string, string>>, names: ReadonlyMap<string, string>): Row {
  return Object.fromEntries(Object.entries(columns).map(([name, value]) => [names.get(name) ?? name, value]));
}
