import { withDeadline, type World } from '../../shared/src/runtime';
import type { Ports } from './core/project';

/** API extensions called over HTTP, as the platform does: one POST, no second try. */
export function httpExtensionCaller({
  clock,
  fetch,
}: Pick<World, 'clock' | 'fetch'>): Ports['callExtension'] {
  return ({ url, headers }, body, timeoutMs) =>
    withDeadline(clock, timeoutMs, async (signal) => {
      const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal });
      return { status: response.status, body: await response.text() };
    });
}
