import { uuid } from '../../../shared/src/runtime';
import { PlatformError } from './errors';
import type { EmulatorRequest } from './http';
import type { ApiClient, Project, Token } from './project';

function authError(status: number, error: string, code: string, message: string): PlatformError {
  return new PlatformError(status, [{ code, message }], { error, error_description: message });
}

function clientOf(project: Project, request: EmulatorRequest): ApiClient {
  const [, encoded] = /^Basic (.+)$/i.exec(request.headers['authorization'] ?? '') ?? [];
  const text = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const client = project.settings.clients.find(({ id }) => id === text.slice(0, Math.max(colon, 0)));
  if (client === undefined || client.secret !== text.slice(colon + 1))
    throw authError(
      401,
      'invalid_client',
      'invalid_client',
      'Please provide valid client credentials using HTTP Basic Authentication.',
    );
  return client;
}

function scopesGranted(client: ApiClient, requested: string): readonly string[] {
  const wanted = requested.split(/\s+/).filter((scope) => scope !== '');
  if (wanted.length === 0) return client.scopes;
  const allowed = (scope: string) =>
    client.scopes.includes(scope) || client.scopes.some((own) => includes(own, scope));
  const denied = wanted.filter((scope) => !allowed(scope));
  if (denied.length > 0)
    throw authError(
      400,
      'invalid_scope',
      'invalid_scope',
      `Malformed parameter: scope: Invalid scope: '${denied.join(' ')}'.`,
    );
  return wanted;
}

/** `manage_project:p` grants all scopes of project p, `manage_x:p` grants `view_x:p`. */
function includes(own: string, wanted: string): boolean {
  const [name, project] = own.split(':');
  const [wantedName, wantedProject] = wanted.split(':');
  if (project !== wantedProject) return false;
  return (
    name === 'manage_project' || name === wantedName || name?.replace(/^manage_/, 'view_') === wantedName
  );
}

/** POST /oauth/token with the client credentials flow: the answer's body. */
export function issueToken(project: Project, request: EmulatorRequest): Readonly<Record<string, unknown>> {
  const client = clientOf(project, request);
  const form = new URLSearchParams(request.body ?? '');
  const parameter = (name: string) => form.get(name) ?? request.query.get(name) ?? '';
  if (parameter('grant_type') !== 'client_credentials')
    throw authError(
      400,
      'unsupported_grant_type',
      'unsupported_grant_type',
      `Invalid parameter: grant_type: '${parameter('grant_type')}'.`,
    );
  const scopes = scopesGranted(client, parameter('scope'));
  const token = uuid(project.random).replaceAll('-', '');
  const lifetime = project.settings.tokenLifetimeSeconds;
  project.tokens.set(token, {
    scopes,
    clientId: client.id,
    expiresAt: project.clock.now() + lifetime * 1000,
  });
  return { access_token: token, token_type: 'Bearer', expires_in: lifetime, scope: scopes.join(' ') };
}

/** POST /oauth/introspect (RFC 7662): what a token may do; only that it is not active where it is unknown or over. */
export function introspectToken(
  project: Project,
  request: EmulatorRequest,
): Readonly<Record<string, unknown>> {
  const client = clientOf(project, request);
  authorise(project, client.scopes, ['introspect_oauth_tokens']);
  const token = project.tokens.get(new URLSearchParams(request.body ?? '').get('token') ?? '');
  if (token === undefined || token.expiresAt <= project.clock.now()) return { active: false };
  return {
    active: true,
    scope: token.scopes.join(' '),
    exp: token.expiresAt,
    client_id: token.clientId,
  };
}

/** What the request's bearer token stands for; undefined: it has none that was ever given. */
export function tokenOf(project: Project, request: EmulatorRequest): Token | undefined {
  const [, bearer] = /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '') ?? [];
  return bearer === undefined ? undefined : project.tokens.get(bearer);
}

/** The same. @throws PlatformError 401 */
export function authenticated(project: Project, request: EmulatorRequest): Token {
  const token = tokenOf(project, request);
  if (token === undefined || token.expiresAt <= project.clock.now())
    throw authError(401, 'invalid_token', 'invalid_token', 'invalid_token');
  return token;
}

/** @param anyOf scope names without project; one of them is enough. @throws PlatformError 403 */
export function authorise(project: Project, scopes: readonly string[], anyOf: readonly string[]): void {
  const wanted = anyOf.map((name) => `${name}:${project.key}`);
  if (wanted.some((scope) => scopes.some((own) => includes(own, scope)))) return;
  throw authError(
    403,
    'insufficient_scope',
    'insufficient_scope',
    `Insufficient scope. One of the following scopes is missing: ${wanted.join(', ')}.`,
  );
}
