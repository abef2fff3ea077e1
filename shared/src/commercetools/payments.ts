import type { ByProjectKeyRequestBuilder, Payment } from '@commercetools/platform-sdk';
import { isIn } from './predicate';

/** An order that is paid in more parts than this is none that a shop made. */
const MOST = 100;

/** The payments with these ids, as they are now; those that were deleted are not among them. At most 100 ids. */
export async function getPayments(
  api: ByProjectKeyRequestBuilder,
  ids: readonly string[],
): Promise<readonly Payment[]> {
  const [first, ...others] = ids;
  if (first === undefined) return [];
  const queryArgs = { where: isIn('id', [first, ...others]), limit: MOST, withTotal: false };
  return (await api.payments().get({ queryArgs }).execute()).body.results;
}
