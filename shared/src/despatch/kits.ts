import type { Goods } from './despatches';
import { grouped, sumOf } from './grouped';

/** A row's goods, perhaps part of a kit. */
interface Part extends Goods {
  /** ItemCode of the kit; empty: of none. */
  readonly parent: string;
  /** Units of the kit that this row stands for; undefined: not told. */
  readonly parentUnits: number | undefined;
}

interface Folded {
  readonly goods: readonly Goods[];
  /** ItemCodes of kits of which no row says how many units left. */
  readonly uncounted: readonly string[];
}

/**
 * Items of kits folded to the kits that were sold. Each kind of item in a kit says how many units of the kit left
 * (facts/peoplevox §8), so one kind counts for all, even where kinds travel in different packages. Where a kit
 * has a row of its own, that row counts.
 */
export function foldKits(parts: readonly Part[]): Folded {
  const whole = parts.filter(({ parent }) => parent === '');
  const soldWhole = new Set(whole.map(({ line, itemCode }) => kitKey(line, itemCode)));
  const ofKits = parts.filter(({ parent, line }) => parent !== '' && !soldWhole.has(kitKey(line, parent)));
  const kits = [...grouped(ofKits, ({ line, parent }) => kitKey(line, parent)).values()];
  const goods = kits.flatMap(fold);
  const counted = new Set(goods.map(({ itemCode }) => itemCode));
  return {
    goods: [...whole.map(({ line, itemCode, units, box }) => ({ line, itemCode, units, box })), ...goods],
    uncounted: [...new Set(kits.map(([{ parent }]) => parent))].filter((parent) => !counted.has(parent)),
  };
}

function kitKey(line: string, parent: string): string {
  return `${line}\u0000${parent}`;
}

/** By the kind of item that tells of most units. */
function fold(parts: readonly [Part, ...Part[]]): Goods[] {
  const kinds = [...grouped(parts, ({ itemCode }) => itemCode).values()];
  const units = ({ parentUnits }: Part) => parentUnits ?? 0;
  const most = Math.max(...kinds.map((kind) => sumOf(kind, units)));
  const telling = kinds.find((kind) => sumOf(kind, units) === most) ?? [];
  return telling
    .filter((part) => units(part) > 0)
    .map((part) => ({ line: part.line, itemCode: part.parent, units: units(part), box: part.box }));
}
