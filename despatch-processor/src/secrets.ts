import { createHash, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';

/** `new;old`: both are honoured, the first is the one that is given out. */
type Secrets = readonly [string, ...string[]];

function parts(text: string): string[] {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** For a key of the environment. */
export function secretsOf(expected: string) {
  return z
    .string(expected)
    .refine((text) => parts(text).length > 0, expected)
    .transform((text): Secrets => {
      const [first = '', ...rest] = parts(text);
      return [first, ...rest];
    });
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whether a given text is one of the secrets, in a time that says nothing about them. */
export function secretCheck(secrets: readonly string[]): (given: string) => boolean {
  const digests = secrets.map(digest);
  return (given) => {
    const asked = digest(given);
    // Every one is compared, whatever the others were.
    return digests.map((known) => timingSafeEqual(known, asked)).includes(true);
  };
}
