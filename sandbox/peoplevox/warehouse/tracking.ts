import type { Floor } from './floor';
import { packageData } from './package-data';
import type { Despatch, DespatchPackage } from './records';
import { WarehouseRefusal } from './refusal';

export interface Tracking {
  readonly despatchNumber: string;
  /** Left out: the only package. */
  readonly packageNumber?: number;
  readonly trackingNumber: string;
}

/** A label was made after the goods were booked out. Refused when the package has a number already. */
export function setTracking(floor: Floor, tracking: Tracking): void {
  const { record, sent } = knownPackage(floor, tracking);
  if (sent.trackingNumber !== '') {
    throw new WarehouseRefusal(
      `Package ${sent.identifier} already has a tracking number; correct it instead.`,
    );
  }
  writeTracking(floor, record, sent, tracking.trackingNumber);
}

/** The number was wrong. */
export function correctTracking(floor: Floor, tracking: Tracking): void {
  const { record, sent } = knownPackage(floor, tracking);
  writeTracking(floor, record, sent, tracking.trackingNumber);
}

export function writeTracking(
  floor: Floor,
  record: Despatch,
  sent: DespatchPackage,
  trackingNumber: string,
): void {
  sent.trackingNumber = trackingNumber;
  sent.trackingAt = floor.clock.now();
  tellTracking(floor, record, sent);
}

export function tellTracking(floor: Floor, record: Despatch, sent: DespatchPackage): void {
  const data = {
    ...packageData(record, sent),
    'Picks.SalesOrder.Email': record.order.columns.get('Email') ?? '',
  };
  floor.emit({ type: 'TrackingNumberReceived', data });
  floor.emit({ type: 'DespatchPackageTrackingNumberReceived', data });
}

function knownPackage(floor: Floor, { despatchNumber, packageNumber }: Tracking) {
  const record = floor.despatches.get(despatchNumber);
  if (!record) throw new WarehouseRefusal(`Despatch '${despatchNumber}' does not exist.`);
  const isUnclear = packageNumber === undefined && record.packages.length > 1;
  const sent = record.packages.find(({ number }) => number === (packageNumber ?? 1));
  if (!sent || isUnclear) {
    throw new WarehouseRefusal(
      `Despatch '${despatchNumber}' has packages 1 to ${record.packages.length}: say which.`,
    );
  }
  return { record, sent };
}
