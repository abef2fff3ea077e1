import type { Cell } from '../cell';

/** Sales order statuses seen in public sources (facts/peoplevox §15). `Picked`: picking has begun. */
export type SalesOrderStatus =
  'New' | 'Partially allocated' | 'Allocated' | 'Picked' | 'Despatched' | 'Cancelled';

export interface Stock {
  onHand: number;
  /** Promised to sales orders, picked units included, until they leave. */
  allocated: number;
}

/** An item type. A deactivated one has `~D~` in its code (facts/peoplevox §13). */
export interface Item {
  code: string;
  active: boolean;
  /** Columns of template `Item types` but ItemCode. */
  readonly columns: Map<string, Cell>;
  /** By site reference. */
  readonly stock: Map<string, Stock>;
}

export interface SalesOrderLine {
  readonly item: Item;
  /** Line id given at import; empty if none was. */
  readonly line: string;
  /** Columns of template `Sales order items` but the key and the quantity. */
  readonly columns: Map<string, Cell>;
  ordered: number;
  /** Allocated and not yet picked. */
  allocated: number;
  /** Picked and not yet despatched. */
  picked: number;
  despatched: number;
}

export interface SalesOrder {
  readonly number: string;
  /** Columns of template `Sales orders` but the ones below. */
  readonly columns: Map<string, Cell>;
  site: string;
  status: SalesOrderStatus;
  onHold: boolean;
  /** An import with Action 0 (or a person) let it be allocated: it may also be when stock arrives. */
  allocatable: boolean;
  /** Allocation was attempted: lines that come later were not there in time. */
  attempted: boolean;
  /** In a wave and not despatched since. */
  picking: boolean;
  /** Nothing more will be sent. */
  closed: boolean;
  modifiedAt: number;
  readonly lines: SalesOrderLine[];
  /** Packages packed and not yet despatched. */
  packed: PackedPackage[];
}

export interface PackedPackage {
  readonly contents: readonly PackedLine[];
  readonly trackingNumber: string;
  /** Service type that the package was labelled with, where it is not that of the sales order. */
  readonly serviceType?: string;
}

export interface PackedLine {
  readonly line: SalesOrderLine;
  readonly quantity: number;
}

/** Who carries something, and by which service. */
export interface Carriage {
  readonly carrier: string;
  readonly serviceType: string;
  readonly serviceName: string;
}

export interface DespatchPackage extends Carriage {
  /** From 1 within the despatch. */
  readonly number: number;
  readonly identifier: string;
  readonly contents: readonly PackedLine[];
  trackingNumber: string;
  trackingAt: number | undefined;
}

export interface Despatch extends Carriage {
  readonly number: string;
  readonly order: SalesOrder;
  readonly at: number;
  readonly packages: readonly DespatchPackage[];
}

export interface Return {
  readonly code: string;
  readonly at: number;
  readonly salesOrderNumber: string;
  readonly order: SalesOrder | undefined;
  readonly item: Item;
  readonly line: string;
  readonly quantity: number;
  readonly reason: string;
  readonly condition: string;
  readonly comments: string;
  readonly reusable: boolean;
  readonly site: string;
}

/** A physical movement of stock. */
export interface Movement {
  readonly id: number;
  readonly at: number;
  readonly item: Item;
  readonly site: string;
  readonly quantity: number;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly salesOrderNumber: string;
}

/** The available quantity of an item at a site changed. */
export interface AvailabilityChange {
  readonly at: number;
  readonly item: Item;
  readonly site: string;
}

/** A sales order that could have been allocated before all its lines existed. */
export interface Violation {
  readonly at: number;
  readonly salesOrderNumber: string;
  readonly kind: 'no-lines-when-allocatable' | 'line-after-allocation';
}
