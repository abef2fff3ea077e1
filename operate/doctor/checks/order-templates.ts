import { missingColumns, warnings } from '../../../shared/src/orders';
import type { Check } from '../check';
import { mend, note } from '../finding';

export const orderTemplates: Check = {
  name: 'Integration templates of orders',
  asks: ['Peoplevox'],
  look: async ({ client, rules }) => [
    ...mend('warehouse', ...(await missingColumns(client, rules))),
    ...note('ecommerce', ...warnings(rules)),
  ],
};
