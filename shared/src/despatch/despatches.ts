import { grouped } from './grouped';
import { foldKits } from './kits';

/** One row of a report of despatches. Times in ms since the epoch. */
export interface DespatchRow {
  readonly salesOrder: string;
  readonly despatch: string;
  readonly despatchedAt: number;
  readonly carrier: string;
  readonly service: string;
  /** As printed: empty while there is none, perhaps several. */
  readonly tracking: string;
  /** Undefined: the report does not tell packages apart. */
  readonly packageNumber: string | undefined;
  readonly itemCode: string;
  readonly line: string;
  readonly units: number;
  /** ItemCode of the kit that the item is part of; empty: of none. */
  readonly parent: string;
  /** Units of that kit; undefined: not told. */
  readonly parentUnits: number | undefined;
}

/** Units of an ItemCode that left in one package. */
export interface Goods {
  readonly line: string;
  readonly itemCode: string;
  readonly units: number;
  /** The package: its number, or its tracking number where packages have none; empty: not told. */
  readonly box: string;
}

/** A package that the report numbers. */
export interface Box {
  readonly number: string;
  /** Empty while there is none. */
  readonly tracking: string;
}

/** Who carries something, and by which service. Empty: not told. */
export interface Carriage {
  readonly carrier: string;
  readonly service: string;
}

/** What left the warehouse at once for one sales order. Its own carriage is that of its first package. */
export interface Despatch extends Carriage {
  readonly number: string;
  readonly salesOrder: string;
  readonly despatchedAt: number;
  readonly goods: readonly Goods[];
  /**
   * `numbered`: the report tells packages apart. `tracked`: only the distinct tracking numbers are known; `complete`
   * when every item has one, so that it is known what is in which package.
   */
  readonly packing:
    | { readonly kind: 'numbered'; readonly boxes: readonly Box[] }
    | { readonly kind: 'tracked'; readonly numbers: readonly string[]; readonly complete: boolean };
  /** By package: its number, or its tracking number where packages have none. */
  readonly carriages: ReadonlyMap<string, Carriage>;
  /** Kits of which the report does not say how many left. */
  readonly uncountedKits: readonly string[];
}

/** Several numbers in one cell; numbers themselves may contain spaces and dashes. */
function trackingNumbers(cell: string): string[] {
  return cell
    .split(/[,;|\r\n]/)
    .map((number) => number.trim())
    .filter((number) => number !== '');
}

/**
 * Rows of one reading → despatches, by time and number, whatever the order of the rows. A sales order or despatch that
 * has no row has no despatch.
 */
export function despatchesOf(rows: readonly DespatchRow[]): Despatch[] {
  const groups = grouped(rows, ({ salesOrder, despatch }) => `${salesOrder}\u0000${despatch}`);
  return [...groups.values()]
    .map(despatchOf)
    .sort((a, b) => a.despatchedAt - b.despatchedAt || compareTexts(a.number, b.number));
}

function despatchOf(rows: readonly [DespatchRow, ...DespatchRow[]]): Despatch {
  const [first] = rows;
  const whole = carriageOf(rows.toSorted(byPackage));
  const numbered = rows.some(({ packageNumber }) => packageNumber !== undefined);
  const { goods, uncounted } = foldKits(
    rows.map((row) => ({
      line: row.line,
      itemCode: row.itemCode,
      units: row.units,
      box: boxOf(row),
      parent: row.parent,
      parentUnits: row.parentUnits,
    })),
  );
  return {
    number: first.despatch,
    salesOrder: first.salesOrder,
    despatchedAt: Math.min(...rows.map(({ despatchedAt }) => despatchedAt)),
    ...whole,
    goods: [...goods].sort(
      (a, b) =>
        compareTexts(a.box, b.box) || compareTexts(a.line, b.line) || compareTexts(a.itemCode, b.itemCode),
    ),
    packing: numbered ? { kind: 'numbered', boxes: boxesOf(rows) } : trackedPacking(rows),
    carriages: carriagesOf(rows, whole),
    uncountedKits: uncounted,
  };
}

function boxOf({ packageNumber, tracking }: DespatchRow): string {
  if (packageNumber !== undefined) return packageNumber;
  const numbers = trackingNumbers(tracking);
  return numbers.length === 1 ? (numbers[0] ?? '') : '';
}

function boxesOf(rows: readonly DespatchRow[]): Box[] {
  const boxes = grouped(rows, ({ packageNumber }) => packageNumber ?? '');
  return [...boxes]
    .map(([number, contents]) => ({
      number,
      tracking: contents.flatMap(({ tracking }) => trackingNumbers(tracking))[0] ?? '',
    }))
    .sort((a, b) => compareNumbers(a.number, b.number));
}

function trackedPacking(rows: readonly DespatchRow[]): Despatch['packing'] {
  const ofRows = rows.map(({ tracking }) => trackingNumbers(tracking));
  return {
    kind: 'tracked',
    numbers: [...new Set(ofRows.flat())],
    complete: ofRows.every((numbers) => numbers.length === 1),
  };
}

function carriagesOf(rows: readonly DespatchRow[], whole: Carriage): Map<string, Carriage> {
  const packed = rows.flatMap((row) =>
    (row.packageNumber === undefined ? trackingNumbers(row.tracking) : [row.packageNumber]).map((box) => ({
      box,
      row,
    })),
  );
  return new Map(
    [...grouped(packed, ({ box }) => box)].map(([box, contents]) => [
      box,
      carriageOf(contents.map(({ row }) => row).toSorted(byPackage), whole),
    ]),
  );
}

/** What the rows do not tell is as it is for all of the despatch; the service of another carrier tells nothing. */
function carriageOf(rows: readonly DespatchRow[], whole: Carriage = { carrier: '', service: '' }): Carriage {
  const carrier = firstText(rows, 'carrier', whole.carrier);
  const own = rows.filter((row) => row.carrier === '' || row.carrier === carrier);
  return { carrier, service: firstText(own, 'service', carrier === whole.carrier ? whole.service : '') };
}

function firstText(rows: readonly DespatchRow[], column: keyof Carriage, otherwise: string): string {
  return rows.map((row) => row[column]).find((text) => text !== '') ?? otherwise;
}

function byPackage(a: DespatchRow, b: DespatchRow): number {
  return (
    compareNumbers(a.packageNumber ?? '', b.packageNumber ?? '') ||
    compareTexts(a.tracking, b.tracking) ||
    compareTexts(a.carrier, b.carrier) ||
    compareTexts(a.service, b.service)
  );
}

/** Numbers of packages are numbers, but for those that are not. */
function compareNumbers(a: string, b: string): number {
  return Number(a) - Number(b) || compareTexts(a, b);
}

/** By code unit, so that every instance sorts alike. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
