import { cut } from '../peoplevox/cut';
import { isSendable } from '../peoplevox/envelope';
import type { Variant } from './facts';

export const LONGEST = { Name: 50, Barcode: 50, ItemGroup: 50 } as const;

/** What the variant knows; a column that it has nothing for is left as it is. */
export function wantedColumns({ barcode, details }: Pick<Variant, 'barcode' | 'details'>) {
  const { name = '', weight = '', weightMeasure = '', group = '' } = details ?? {};
  const all = {
    Name: cut(name, LONGEST.Name).trim(),
    Barcode: barcode.length > LONGEST.Barcode ? '' : barcode,
    ...(/^\d+(\.\d+)?$/.test(weight) && { Weight: weight, WeightMeasure: weightMeasure }),
    ItemGroup: cut(group, LONGEST.ItemGroup).trim(),
  };
  const known: Record<string, string> = Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== ''),
  );
  return known;
}

/** Columns that cannot travel to Peoplevox; none where Item types are not kept in step. */
export function unsendableColumns(variant: Pick<Variant, 'barcode' | 'details'>): string[] {
  if (variant.details === undefined) return [];
  return Object.entries(wantedColumns(variant)).flatMap(([name, value]) => (isSendable(value) ? [] : [name]));
}
