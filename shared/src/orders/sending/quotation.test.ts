import type { SalesOrder } from '../composition/sales-order';
import { createQuotation } from './quotation';

function salesOrder(number: string, name: string, text: string): SalesOrder {
  return {
    number,
    site: 'PrimarySite',
    customer: { Reference: `c-${number}`, Name: name, CustomerType: 'Individual' },
    header: { SalesOrderNumber: number, ShippingAddressLine1: '12 High Street', ServiceType: 'RM48' },
    lines: [
      {
        line: 'l',
        lineItemId: 'l',
        itemCode: 'MUG',
        quantity: 1,
        columns: { Attribute1: text, ItemCode: 'MUG' },
      },
    ],
  };
}

const quote = createQuotation([
  salesOrder('WEB-1', 'Ada Byron', 'For Bob'),
  salesOrder('WEB-2', 'Grace Hopper', '07700 900123'),
]);

describe('words of Peoplevox that are kept', () => {
  it('have no personal data in them, but what is none', () => {
    const quoted = quote('Ada Byron, 12 high street (For  Bob, ada@example.com): MUG unknown for RM48');
    expect(quoted).not.toMatch(/Ada|high street|Bob|example/i);
    expect(quoted).toContain('MUG unknown for RM48');
  });

  it('have no personal data of another order of the batch in them', () => {
    expect(quote('Row 2: Grace Hopper (07700-900-123) is not welcome')).toBe(
      'Row 2: […] ([…]) is not welcome',
    );
  });

  it('have no part of a name or an address in them', () => {
    expect(quote('Street "High Street" near HOPPER is not served by RM48')).toBe(
      '[…] "[…] […]" near […] is not served by RM48',
    );
  });

  it('are cut only after that, so that no half of a name is left', () => {
    const quoted = quote(`${'x'.repeat(994)} Ada Byron`);
    expect(quoted).toBe(`${'x'.repeat(994)} […]`);
    expect(quote('y'.repeat(2000))).toHaveLength(1000);
  });
});
