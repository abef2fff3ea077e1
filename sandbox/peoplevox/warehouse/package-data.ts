import type { Despatch, DespatchPackage } from './records';

/** Paths of a package event. Their names are assumptions: none was found in public (facts/peoplevox §10). */
export function packageData(record: Despatch, sent: DespatchPackage) {
  return {
    DespatchPackageId: sent.identifier,
    PackageNumber: sent.number,
    TrackingNumber: sent.trackingNumber,
    DespatchNumber: record.number,
    'Despatch.DespatchNumber': record.number,
    'Despatch.SalesOrder.SalesOrderNumber': record.order.number,
    'Picks.SalesOrder.SalesOrderNumber': record.order.number,
    SalesOrderNumber: record.order.number,
    'Carrier.Number': sent.carrier,
    'ServiceType.Code': sent.serviceType,
    'ServiceType.Name': sent.serviceName,
    'Items.ItemType.ItemCode': sent.contents.map(({ line }) => line.item.code),
    'Items.Quantity': sent.contents.map(({ quantity }) => quantity),
  };
}
