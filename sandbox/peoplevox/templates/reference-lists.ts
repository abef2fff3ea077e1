import type { Tenant } from '../tenant';
import { keyedTable, type KeyedTable } from './keyed-table';
import { columnsOf, textColumns } from './template';

/** Lists that the tenant set up and others refer to. */
export interface ReferenceLists {
  readonly sites: KeyedTable;
  readonly carriers: KeyedTable;
  readonly serviceTypes: KeyedTable;
  readonly paymentMethods: KeyedTable;
}

export function referenceLists(tenant: Tenant): ReferenceLists {
  const sites = keyedTable({
    name: 'Sites',
    columns: textColumns(50, 'Name', 'Reference'),
    key: ['Reference'],
  });
  for (const { name, reference } of tenant.sites) sites.put({ Name: name, Reference: reference });

  const carriers = keyedTable({
    name: 'Carriers',
    columns: textColumns(50, 'Name', 'Reference'),
    key: ['Name'],
  });
  const serviceTypes = keyedTable({
    name: 'Service types',
    columns: textColumns(100, 'Carrier', 'Name', 'Code'),
    key: ['Code'],
  });
  for (const { carrier, name, code } of tenant.serviceTypes) {
    carriers.put({ Name: carrier, Reference: carrier });
    serviceTypes.put({ Carrier: carrier, Name: name, Code: code });
  }

  const paymentMethods = keyedTable({
    name: 'Payment methods',
    columns: [...columnsOf('integer', 'Id'), ...textColumns(50, 'Name')],
    key: ['Name'],
  });
  for (const { id, name } of tenant.paymentMethods) paymentMethods.put({ Id: id, Name: name });
  return { sites, carriers, serviceTypes, paymentMethods };
}

/** Lists of which only the names are known in public; each has the least that makes it usable. */
export function smallLists(): KeyedTable[] {
  const named = (name: string): KeyedTable =>
    keyedTable({ name, columns: textColumns(100, 'Name', 'Reference'), key: ['Name'] });
  return [
    ...['Location group types', 'Location groups', 'Locations', 'Package types'].map(named),
    ...['Return reasons', 'Roles', 'Tax codes', 'Unit types'].map(named),
  ];
}
