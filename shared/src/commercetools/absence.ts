import { CommercetoolsError } from './commercetools-error';

/** Turns "there is none" (404) into undefined. */
export async function orUndefined<T>(call: Promise<{ readonly body: T }>): Promise<T | undefined> {
  try {
    return (await call).body;
  } catch (error) {
    if (error instanceof CommercetoolsError && error.statusCode === 404) return undefined;
    throw error;
  }
}
