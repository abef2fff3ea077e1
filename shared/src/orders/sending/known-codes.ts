import type { Rules } from '../../configuration/rules';
import type { PeoplevoxClient } from '../../peoplevox/client';
import { readServiceTypes, unlessRefused } from '../../peoplevox/reference-lists';
import { isSearchable, labelledField, oneOf } from '../../peoplevox/search-clause';
import { labelOf, mapColumns, type ColumnNames } from '../../peoplevox/templates';
import { sleep, type Clock } from '../../runtime/clock';

/** What Peoplevox knows of the codes that orders name, remembered for a while. */
export interface KnownCodes {
  /** For each code whether Peoplevox has the Item type; undefined where that cannot be asked. */
  itemCodes(codes: readonly string[]): Promise<(code: string) => boolean | undefined>;
  /**
   * Codes and names of the Service types, in lower case; undefined where the tenant does not show them. Read less than
   * `maxAgeMs` ago (12 hours if not given).
   */
  serviceTypes(maxAgeMs?: number): Promise<ReadonlySet<string> | undefined>;
}

const MINUTE = 60_000;
/**
 * A code that exists is believed for hours: messages that come again every ten minutes must find what earlier ones
 * learnt, or learning would take all the calls. One that does not, for as long as it takes to create it.
 */
const KNOWN_FOR = 12 * 60 * MINUTE;
const UNKNOWN_FOR = 10_000;
const REMEMBERED_CODES = 200_000;
/** Codes of orders that arrive together are asked for together. */
const WINDOW_MS = 50;
const TERMS = 100;
const PAGE = 1000;

interface Known {
  readonly exists: boolean | undefined;
  readonly until: number;
}

/** @param rules those in force now: how the tenant calls its columns */
export function createKnownCodes(
  client: PeoplevoxClient,
  rules: () => Promise<Pick<Rules, 'columnNames'>>,
  clock: Clock,
): KnownCodes {
  const known = new Map<string, Known>();
  const underWay = new Map<string, Promise<void>>();
  let forming: { readonly codes: Set<string>; readonly asked: Promise<void> } | undefined;
  let services:
    { readonly value: Promise<ReadonlySet<string> | undefined>; readonly readAt: number } | undefined;

  function fresh(code: string): Known | undefined {
    const entry = known.get(code);
    return entry !== undefined && entry.until > clock.now() ? entry : undefined;
  }

  function remember(code: string, exists: boolean | undefined): void {
    known.delete(code);
    known.set(code, { exists, until: clock.now() + (exists === false ? UNKNOWN_FOR : KNOWN_FOR) });
    for (const oldest of known.keys()) {
      if (known.size <= REMEMBERED_CODES) return;
      known.delete(oldest);
    }
  }

  async function ask(codes: readonly string[]): Promise<void> {
    for (let from = 0; from < codes.length; from += TERMS) {
      const asked = codes.slice(from, from + TERMS);
      const found = await readCodes(client, await rules(), asked);
      for (const code of asked) remember(code, found?.has(code));
    }
  }

  /** A code that is being asked for already is not asked for again, however long the answer takes. */
  function askTogether(codes: readonly string[]): Promise<unknown> {
    if (forming === undefined) {
      const together = new Set<string>();
      const asked = sleep(clock, WINDOW_MS).then(() => {
        forming = undefined;
        return ask([...together]);
      });
      forming = { codes: together, asked };
    }
    const { codes: together, asked } = forming;
    for (const code of codes.filter((candidate) => !underWay.has(candidate))) {
      together.add(code);
      underWay.set(code, asked);
    }
    const leave = () => {
      for (const code of codes) if (underWay.get(code) === asked) underWay.delete(code);
    };
    asked.then(leave, leave);
    return Promise.all(codes.flatMap((code) => underWay.get(code) ?? []));
  }

  return {
    async itemCodes(codes) {
      const unsure = [...new Set(codes)].filter((code) => fresh(code) === undefined);
      for (const code of unsure.filter((candidate) => !isSearchable(candidate))) remember(code, undefined);
      const askable = unsure.filter(isSearchable);
      if (askable.length > 0) await askTogether(askable);
      return (code) => known.get(code)?.exists;
    },
    serviceTypes(maxAgeMs = KNOWN_FOR) {
      if (services === undefined || clock.now() - services.readAt >= maxAgeMs) {
        const value = rules().then(({ columnNames }) => serviceTypeNames(client, columnNames));
        services = { value, readAt: clock.now() };
        value.catch(() => (services = undefined));
      }
      return services.value;
    },
  };
}

const ITEM_TYPES = 'Item types';
const ITEM_CODE = 'ItemCode';

/** Undefined where the tenant's template cannot answer: not configured, or without its ItemCode column. */
async function readCodes(
  client: PeoplevoxClient,
  { columnNames }: Pick<Rules, 'columnNames'>,
  codes: readonly string[],
): Promise<Set<string> | undefined> {
  const field = labelledField(labelOf(columnNames, ITEM_TYPES, ITEM_CODE), ITEM_CODE);
  const request = { templateName: ITEM_TYPES, pageNo: 1, itemsPerPage: PAGE };
  const page = await unlessRefused(() => client.getData({ ...request, searchClause: oneOf(field, codes) }));
  if (page === undefined) return undefined;
  const label = mapColumns([ITEM_CODE], page.columns, columnNames[ITEM_TYPES]).names.get(ITEM_CODE);
  return label === undefined ? undefined : new Set(page.rows.map((row) => row[label] ?? ''));
}

/** Undefined where none is shown: then nothing can be said against a code. */
async function serviceTypeNames(
  client: PeoplevoxClient,
  columnNames: ColumnNames,
): Promise<ReadonlySet<string> | undefined> {
  const types = (await readServiceTypes(client, columnNames)) ?? [];
  const names = types.flatMap(({ code, name }) => [code.toLowerCase(), name.toLowerCase()]);
  const known = new Set(names.filter((name) => name !== ''));
  return known.size > 0 ? known : undefined;
}
