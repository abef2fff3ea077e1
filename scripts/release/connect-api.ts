import * as z from 'zod';
import type { Fetch } from '../../shared/src/runtime';

export interface ConnectApiSettings {
  /** Of the deployments and of the API client: `europe-west1.gcp`. */
  readonly region: string;
  readonly projectKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The HTTP API of commercetools Connect, as npm:@commercetools-connect/sdk@0.0.13 calls it. */
export interface ConnectApi {
  get(path: string, query?: Readonly<Record<string, string>>): Promise<unknown>;
  post(path: string, body: object): Promise<unknown>;
}

const token = z.looseObject({ access_token: z.string() });

/** What commercetools refused, in its own words. */
export class ConnectRefused extends Error {
  override readonly name = 'ConnectRefused';
}

/**
 * The API client needs manage_connectors and manage_connectors_deployments, and manage_api_clients to redeploy a
 * connector whose API client Connect makes. A token lives two days: one is enough for a release.
 */
export function createConnectApi(settings: ConnectApiSettings, fetch: Fetch): ConnectApi {
  const { region, clientId, clientSecret } = settings;
  let access: Promise<string> | undefined;

  async function call(url: string, init: RequestInit): Promise<unknown> {
    const response = await fetch(url, init);
    const text = await response.text();
    const what = `${init.method} ${new URL(url).pathname}`;
    if (!response.ok) throw new ConnectRefused(`${what} was answered ${response.status}: ${text}`);
    return JSON.parse(text) as unknown;
  }

  async function fetchToken(): Promise<string> {
    const credentials = Buffer.from([clientId, clientSecret].join(':')).toString('base64');
    const granted = await call(`https://auth.${region}.commercetools.com/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${credentials}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    return token.parse(granted).access_token;
  }

  async function authorised(path: string, init: RequestInit): Promise<unknown> {
    access ??= fetchToken();
    const headers = { authorization: `Bearer ${await access}`, 'content-type': 'application/json' };
    return call(`https://connect.${region}.commercetools.com${path}`, { ...init, headers });
  }

  return {
    get: (path, query = {}) => {
      const search = new URLSearchParams(query).toString();
      return authorised(search === '' ? path : `${path}?${search}`, { method: 'GET' });
    },
    post: (path, body) => authorised(path, { method: 'POST', body: JSON.stringify(body) }),
  };
}
