/** What Peoplevox must come to know: computed from a commercetools order, before anything is sent. */
export interface SalesOrder {
  /** SalesOrderNumber, at most 30 characters. */
  readonly number: string;
  /** Site reference. */
  readonly site: string;
  /** Key of the shipping entry in Multiple shipping mode. */
  readonly shippingKey?: string;
  /** Row of template `Customers`, by our column names. */
  readonly customer: Columns;
  /** Row of template `Sales orders`, by our column names, without OnHold and Status. */
  readonly header: Columns;
  readonly lines: readonly SalesOrderLine[];
}

/** Column name (Peoplevox's default one) → text to send. */
export type Columns = Readonly<Record<string, string>>;

export interface SalesOrderLine {
  /** First 16 hexadecimal digits of the line item's id. */
  readonly line: string;
  readonly lineItemId: string;
  readonly itemCode: string;
  /** Units of the ItemCode. */
  readonly quantity: number;
  /** Row of template `Sales order items`, by our column names. */
  readonly columns: Columns;
}

/** One thing wrong with an order, in words for the person who can mend it. Names fields, never their values if personal. */
export interface OrderFault {
  readonly code: 'order-invalid' | 'order-unroutable' | 'order-sku-unknown';
  readonly message: string;
  readonly fix: string;
}

/** The sales orders of one order (one for each site and shipping entry), or everything that is wrong with it. */
export type Composition =
  | { readonly kind: 'composed'; readonly salesOrders: readonly SalesOrder[] }
  | { readonly kind: 'faulty'; readonly faults: readonly OrderFault[] };
