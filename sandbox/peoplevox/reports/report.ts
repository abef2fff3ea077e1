import { orderedView, viewOf, type Column, type View } from '../search/view';

/** A report as the web application shows it; its names contain spaces and differ in spelling (facts/peoplevox §8). */
export interface Report {
  readonly name: string;
  readonly view: View;
}

export function report<Entity>(
  name: string,
  columns: readonly Column<Entity>[],
  entities: () => Iterable<Entity>,
): Report {
  return { name, view: viewOf(columns, entities) };
}

/** As `report`, of entities that are kept in the order of the column `by`. */
export function orderedReport<Entity>(
  name: string,
  columns: readonly Column<Entity>[],
  by: string,
  entities: () => readonly Entity[],
): Report {
  return { name, view: orderedView(columns, by, entities) };
}
