import * as z from 'zod';

function numberPaths(...paths: readonly string[]) {
  return z
    .array(z.string().regex(/^[A-Za-z_][\w.]*$/, { error: 'must be a path of letters, digits, _ and dots' }))
    .min(1)
    .default([...paths])
    .describe("Paths of the event's data at which Peoplevox may have the SalesOrderNumber.");
}

/** Placeholders by event: those of most events are not public, others were seen once (facts/peoplevox §10). */
export const callbackRules = z.strictObject({
  status: numberPaths('SalesOrderNumber'),
  packageDespatched: numberPaths('Despatch.SalesOrder.SalesOrderNumber', 'Picks.SalesOrder.SalesOrderNumber'),
  tracking: numberPaths('Picks.SalesOrder.SalesOrderNumber'),
  packageTracking: numberPaths('Despatch.SalesOrder.SalesOrderNumber', 'Picks.SalesOrder.SalesOrderNumber'),
  returns: numberPaths('SalesOrder.SalesOrderNumber', 'SalesOrderNumber'),
});
