import { viewOf, type Column } from '../search/view';
import type { Floor } from '../warehouse/floor';
import type { Despatch, DespatchPackage } from '../warehouse/records';
import { RowFault, textColumns, type Template } from './template';

/** Read-only; their default fields were not found in public and are assumptions (facts/peoplevox §14). */
export function despatchLists(floor: Floor): Template[] {
  return [despatches(floor), despatchPackages(floor)];
}

function despatches(floor: Floor): Template {
  return readOnly<Despatch>(
    'Despatches',
    [
      { name: 'DespatchNumber', read: (despatch) => despatch.number },
      { name: 'SalesOrderNumber', read: ({ order }) => order.number },
      { name: 'DespatchDate', read: ({ at }) => ({ at }) },
      { name: 'Carrier', read: ({ carrier }) => carrier },
      { name: 'ServiceType', read: ({ serviceType }) => serviceType },
      { name: 'NumberOfPackages', read: ({ packages }) => packages.length },
      { name: 'Site', read: ({ order }) => order.site },
    ],
    () => floor.despatches.values(),
  );
}

function despatchPackages(floor: Floor): Template {
  type Sent = readonly [Despatch, DespatchPackage];
  return readOnly<Sent>(
    'Despatch packages',
    [
      { name: 'PackageIdentifier', read: ([, sent]) => sent.identifier },
      { name: 'DespatchNumber', read: ([despatch]) => despatch.number },
      { name: 'PackageNumber', read: ([, sent]) => sent.number },
      { name: 'TrackingNumber', read: ([, sent]) => sent.trackingNumber },
    ],
    function* () {
      for (const despatch of floor.despatches.values())
        for (const sent of despatch.packages) yield [despatch, sent];
    },
  );
}

function readOnly<Entity>(
  name: string,
  columns: readonly Column<Entity>[],
  entities: () => Iterable<Entity>,
): Template {
  const refuse = (): never => {
    throw new RowFault(`${name} cannot be imported.`);
  };
  return {
    name,
    columns: columns.flatMap((column) => textColumns(100, column.name)),
    key: [],
    view: viewOf<Entity>(columns, entities),
    save: refuse,
    remove: refuse,
  };
}
