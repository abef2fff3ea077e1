import { endpoints } from '../resources';
import { answer, type Call, type Endpoint } from './endpoint';
import { notFound, type PlatformError } from './errors';
import { andThen, type EmulatorRequest, type EmulatorResponse, type MaybePromise } from './http';
import { authenticated, authorise, introspectToken, issueToken } from './oauth';
import type { Project } from './project';

const byPath = new Map<string, Endpoint>(endpoints.map((endpoint) => [endpoint.path, endpoint]));

function projectBody({ key, settings, createdAt }: Project): unknown {
  return {
    version: 1,
    key,
    name: key,
    countries: settings.countries,
    currencies: settings.currencies,
    languages: settings.languages,
    createdAt,
    messages: { enabled: false, deleteDaysAfterCreation: 15 },
    carts: { countryTaxRateFallbackEnabled: false, deleteDaysAfterLastModification: 90 },
    inventory: { releaseExpiredReservations: false },
    discounts: { discountCombinationMode: 'Stacking' },
  };
}

function nothingAt(request: EmulatorRequest): PlatformError {
  return notFound(`A resource for ${request.method} ${request.path}`);
}

function segmentsOf(path: string): readonly string[] {
  return path
    .split('/')
    .slice(1)
    .map((segment) => decodeURIComponent(segment));
}

/** Called once the token is known to suffice and before anything is done; throws to refuse. */
type Inspection = () => void;

function belowProject(
  project: Project,
  request: EmulatorRequest,
  segments: readonly string[],
  inspect: Inspection,
): MaybePromise<EmulatorResponse> {
  const { scopes, clientId } = authenticated(project, request);
  const [key, path, ...rest] = segments;
  if (key !== project.key) throw nothingAt(request);
  const allow = (anyOf: readonly string[]) => {
    authorise(project, scopes, anyOf);
    inspect();
  };
  if (path === undefined) {
    if (request.method !== 'GET') throw nothingAt(request);
    allow(['view_project_settings', 'manage_project_settings']);
    return answer(200, projectBody(project));
  }
  const call: Call = { project, request, clientId, rest, allow };
  return andThen(byPath.get(path)?.handle(call), (response) => {
    if (response === undefined) throw nothingAt(request);
    return response;
  });
}

/** One request to one answer. @throws PlatformError */
export function route(
  project: Project,
  request: EmulatorRequest,
  inspect: Inspection,
): MaybePromise<EmulatorResponse> {
  const segments = segmentsOf(request.path);
  if (segments[0] !== 'oauth') return belowProject(project, request, segments, inspect);
  const path = `${request.method} ${segments.join('/')}`;
  if (path === 'POST oauth/token') return answer(200, issueToken(project, request));
  if (path === 'POST oauth/introspect') return answer(200, introspectToken(project, request));
  throw nothingAt(request);
}
