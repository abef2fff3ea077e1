import type { Order } from '@commercetools/platform-sdk';
import * as z from 'zod';

/** As much of an Order as routing reads. */
const orderShape = z.looseObject({
  id: z.string(),
  lineItems: z.array(
    z.looseObject({
      id: z.string(),
      quantity: z.number(),
      variant: z.looseObject({}),
      productType: z.looseObject({}),
    }),
  ),
  shipping: z.array(z.looseObject({ shippingKey: z.string() })).optional(),
});

function isOrder(value: unknown): value is Order {
  return orderShape.safeParse(value).success;
}

/** An Order out of a file, as the API returns it. Throws what is amiss when it is not one. */
export function orderFromFile(value: unknown): Order {
  if (isOrder(value)) return value;
  const { error } = orderShape.safeParse(value);
  throw new Error(`This is no commercetools order: ${z.prettifyError(error ?? new z.ZodError([]))}`);
}
