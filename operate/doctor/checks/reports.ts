import { missingDespatchReports } from '../../../shared/src/despatch';
import { stockReportFaults } from '../../../shared/src/stock';
import type { Check } from '../check';
import { mend } from '../finding';

export const stockReports: Check = {
  name: 'Reports of stock',
  asks: ['Peoplevox'],
  look: async ({ client, rules }) => mend('warehouse', ...(await stockReportFaults(client, rules))),
};

export const despatchReports: Check = {
  name: 'Reports of despatches and returns',
  asks: ['Peoplevox'],
  look: async ({ client, rules }) => mend('warehouse', ...(await missingDespatchReports(client, rules))),
};
