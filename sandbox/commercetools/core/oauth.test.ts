import { answered, START, testProject } from '../testing';
import type { EmulatorRequest } from './http';

const project = testProject({
  settings: {
    clients: [
      { id: 'me', secret: 's:1', scopes: ['manage_orders:test', 'view_products:test'] },
      { id: 'asker', secret: 'a', scopes: ['introspect_oauth_tokens:test'] },
    ],
    tokenLifetimeSeconds: 60,
  },
});

function ask(request: Partial<EmulatorRequest> & { readonly path: string }) {
  const response = project.emulator.handle({
    method: 'GET',
    query: new URLSearchParams(),
    headers: {},
    ...request,
  });
  if (response instanceof Promise) throw new Error('not expected to wait');
  return answered(response);
}

function token(credentials = 'me:s:1', form = 'grant_type=client_credentials') {
  const headers = { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
  return ask({ method: 'POST', path: '/oauth/token', headers, body: form });
}

const withToken = (bearer: unknown) => ({ headers: { authorization: `Bearer ${String(bearer)}` } });

describe('OAuth', () => {
  it('gives a configured client a token with its scopes', () => {
    expect(token()).toMatchObject({
      status: 200,
      body: { token_type: 'Bearer', expires_in: 60, scope: 'manage_orders:test view_products:test' },
    });
  });

  it.each(['me:wrong', 'other:s:1', 'me', ''])('refuses the credentials %p', (credentials) => {
    expect(token(credentials)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  it('gives fewer scopes on request, never more', () => {
    const form = 'grant_type=client_credentials&scope=';
    expect(token('me:s:1', `${form}view_orders:test`).body['scope']).toBe('view_orders:test');
    expect(token('me:s:1', `${form}manage_products:test`)).toMatchObject({
      status: 400,
      code: 'invalid_scope',
    });
    expect(token('me:s:1', 'grant_type=password')).toMatchObject({
      status: 400,
      code: 'unsupported_grant_type',
    });
  });

  it('answers 401 without a token, with an unknown one and with one that has expired', async () => {
    const bearer = token().body['access_token'];
    expect(ask({ path: '/test/orders', ...withToken(bearer) }).status).toBe(200);
    expect(ask({ path: '/test/orders' })).toMatchObject({ status: 401, code: 'invalid_token' });
    expect(ask({ path: '/test/orders', ...withToken('forged') }).status).toBe(401);
    await project.clock.advance(60_000);
    expect(project.clock.now()).toBe(START + 60_000);
    expect(ask({ path: '/test/orders', ...withToken(bearer) }).status).toBe(401);
  });

  it('answers 403 where the scopes do not reach', () => {
    const bearer = token().body['access_token'];
    expect(ask({ path: '/test/inventory', ...withToken(bearer) }).status).toBe(200);
    const refused = ask({ method: 'POST', path: '/test/inventory', body: '{}', ...withToken(bearer) });
    expect(refused).toMatchObject({ status: 403, code: 'insufficient_scope' });
    expect(ask({ path: '/test/subscriptions', ...withToken(bearer) }).status).toBe(403);
  });

  describe('introspection', () => {
    const introspect = (credentials: string, asked: unknown) => {
      const headers = { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
      const form = new URLSearchParams({ token: String(asked) }).toString();
      return ask({ method: 'POST', path: '/oauth/introspect', headers, body: form });
    };

    it('tells what a token may do, and of an unknown one only that it is not active', () => {
      const { body } = token();
      expect(introspect('asker:a', body['access_token'])).toMatchObject({
        status: 200,
        body: { active: true, scope: 'manage_orders:test view_products:test', client_id: 'me' },
      });
      expect(introspect('asker:a', 'made-up').body).toEqual({ active: false });
    });

    it('is for clients with its scope only', () => {
      expect(introspect('me:s:1', 'any').status).toBe(403);
      expect(introspect('asker:wrong', 'any').status).toBe(401);
    });
  });
});
