/** `Line` of a sales order item: 16 characters, unique within the order as the line item's UUID is random. */
export function lineIdOf(lineItemId: string): string {
  return lineItemId.replaceAll('-', '').slice(0, 16);
}
