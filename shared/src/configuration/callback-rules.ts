import { z } from 'zod';

function numberPaths(...paths: readonly string[]) {
  return z
    .array(z.string().regex(/^[A-Za-z_][\w.]*$/, { error: 'must be a path of letters, digits, _ and dots' }))
    .min(1)
    .default([...paths])
    .describe("Paths of the event's data at which Peoplevox may have the SalesOrderNumber.");
}

/** Most paths of events are not public (reference peoplevox-api §6.2), so they can be named. */
export const callbackRules = z.strictObject({
  status: numberPaths('SalesOrderNumber'),
  packageDespatched: numberPaths('Despatch.SalesOrder.SalesOrderNumber', 'Picks.SalesOrder.SalesOrderNumber'),
  tracking: numberPaths('Picks.SalesOrder.SalesOrderNumber'),
  packageTracking: numberPaths('Despatch.SalesOrder.SalesOrderNumber', 'Picks.SalesOrder.SalesOrderNumber'),
  returns: numberPaths('SalesOrder.SalesOrderNumber', 'SalesOrderNumber'),
});
