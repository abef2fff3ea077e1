import { withDeadline, type World } from 'peoplevox-connector-shared/runtime';
import * as z from 'zod';
import { ENDPOINT } from '../http';

const expected =
  'expected the https address of despatch-processor (Connect gives it to the scripts of a deployment, and shows it with the deployment)';

/** The address of this application's endpoint, from CONNECT_SERVICE_URL: whether that ends with the endpoint is not sure. */
export const serviceUrl = z
  .url(expected)
  .transform((url) => (url.endsWith('/') ? url.slice(0, -1) : url))
  .transform((url) => (url.endsWith(ENDPOINT) ? url : `${url}${ENDPOINT}`));

const PROBE_MS = 20_000;

/** Whether the application answers there; an instance that starts may take a while (facts/commercetools §2). */
export async function answersAt(service: string, { clock, fetch }: World): Promise<boolean> {
  try {
    const { ok } = await withDeadline(clock, PROBE_MS, (signal) => fetch(`${service}/status`, { signal }));
    return ok;
  } catch {
    return false;
  }
}
