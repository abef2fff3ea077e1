import type { MiddlewareRequest } from '@commercetools/ts-client';
import * as z from 'zod';

/** `POST orders/{id}` of `/{projectKey}/orders/{ID}`: what the call does, without any value in it. */
export function operationOf(request: MiddlewareRequest): string {
  const template = request.uriTemplate ?? '';
  const path = template.replace(/^\/\{projectKey\}\/?/, '').replaceAll('{ID}', '{id}');
  return `${request.method} ${path || 'project'}`;
}

const versioned = z.object({ version: z.number() });

/**
 * Whether sending it twice does no more than sending it once: reads, searches (reads by POST), and writes guarded by a
 * version, of which the platform accepts at most one.
 */
export function isRepeatable(request: MiddlewareRequest): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return true;
  if (request.method === 'POST' && request.uriTemplate?.endsWith('/search')) return true;
  return versioned.safeParse(request.body).success || versioned.safeParse(request.queryParams).success;
}
