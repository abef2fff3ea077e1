import type { OrderFault } from './sales-order';

/** Collects everything that is wrong with an order, each fault once, in the order found. */
export class FaultList {
  private readonly byMessage = new Map<string, OrderFault>();

  add(...faults: readonly OrderFault[]): void {
    for (const fault of faults)
      if (!this.byMessage.has(fault.message)) this.byMessage.set(fault.message, fault);
  }

  invalid(message: string, fix: string): void {
    this.add({ code: 'order-invalid', message, fix });
  }

  get all(): readonly OrderFault[] {
    return [...this.byMessage.values()];
  }
}

/** How a fault names a line: by SKU, which its owner knows, else by id. */
export function nameOfLine(line: { readonly sku: string | undefined; readonly lineItemId: string }): string {
  return line.sku === undefined ? `line item ${line.lineItemId}` : `the line with SKU ${line.sku}`;
}
