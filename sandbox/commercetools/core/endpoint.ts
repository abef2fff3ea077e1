import type { MaybePromise, EmulatorRequest, EmulatorResponse } from './http';
import { invalidInput, invalidJson, malformedParameter } from './errors';
import { expanded } from './expand';
import type { Project } from './project';

/** One authenticated request to something below the project. */
export interface Call {
  readonly project: Project;
  readonly request: EmulatorRequest;
  /** Of the API client that calls. */
  readonly clientId: string;
  /** Decoded path segments after the endpoint's own. */
  readonly rest: readonly string[];
  /** @throws PlatformError 403 unless the token has one of the scopes. */
  allow(anyOf: readonly string[]): void;
}

export interface Endpoint {
  /** First path segment after the project's. */
  readonly path: string;
  /** Undefined: there is nothing at this path for this method. */
  handle(call: Call): MaybePromise<EmulatorResponse | undefined>;
}

export function answer(status: number, body?: unknown): EmulatorResponse {
  return { status, headers: {}, ...(body === undefined ? {} : { body }) };
}

/** @throws PlatformError InvalidJsonInput */
export function jsonBody({ request }: Call): unknown {
  try {
    return JSON.parse(request.body ?? '');
  } catch (error) {
    throw invalidJson(error instanceof Error ? error.message : String(error));
  }
}

/** The `version` parameter of a DELETE. */
export function versionParameter({ request }: Call): number | undefined {
  const text = request.query.get('version');
  if (text === null) return undefined;
  if (!/^\d+$/.test(text)) throw malformedParameter('version', `'${text}' is not a whole number.`);
  return Number(text);
}

export function requiredVersion(call: Call): number {
  const version = versionParameter(call);
  if (version === undefined) throw invalidInput('Missing required parameter: version');
  return version;
}

/** The resource with what the `expand` parameters ask for. */
export function shownTo(call: Call, resource: unknown): unknown {
  return expanded(call.project.collections, resource, call.request.query.getAll('expand'));
}
