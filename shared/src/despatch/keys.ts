import { createHash } from 'node:crypto';

const LONGEST = 256;
const HASH_DIGITS = 6;

/**
 * `text` as a key of commercetools (`[A-Za-z0-9_-]{2,256}`): other characters become `-`, and 6 hexadecimal digits of a
 * hash tell texts apart that then look alike.
 */
function keyOf(text: string): string {
  const key = text.replace(/[^\w-]/g, '-');
  if (key === text && key.length >= 2 && key.length <= LONGEST) return key;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, HASH_DIGITS);
  return `${key.slice(0, LONGEST - HASH_DIGITS - 1)}-${hash}`;
}

/** Room for the package number of a Parcel's key. */
const LONGEST_DELIVERY_KEY = 200;

export function deliveryKey(despatchNumber: string): string {
  return keyOf(despatchNumber).slice(-LONGEST_DELIVERY_KEY);
}

/** @param packageNumber as the report gives it, or the rank of the package within its despatch, from 1 */
export function parcelKey(delivery: string, packageNumber: string): string {
  return `${delivery}-${/^[\w-]+$/.test(packageNumber) ? packageNumber : keyOf(packageNumber)}`;
}

/** @param number of the returned line within its return code, from 1 */
export function returnItemKey(returnCode: string, number: number): string {
  return `${returnStem(returnCode)}${number}`;
}

/** The number in a key of this return code, be there that of a further line item behind it; undefined: no such key. */
export function numberInReturnKey(returnCode: string, key: string): number | undefined {
  const stem = returnStem(returnCode);
  const found = key.startsWith(stem) ? /^(\d+)(?:_\d+)?$/.exec(key.slice(stem.length)) : null;
  return found === null ? undefined : Number(found[1]);
}

function returnStem(returnCode: string): string {
  return `${keyOf(returnCode).slice(-LONGEST_DELIVERY_KEY)}-`;
}
