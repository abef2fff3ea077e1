import * as z from 'zod';
import { EnvironmentInvalid, readEnvironment } from './environment';
import { checkoutSettings, commercetoolsSettings, logLevel, peoplevoxSettings } from './settings';

const schema = z.object({
  commercetools: commercetoolsSettings,
  peoplevox: peoplevoxSettings(7),
  LOG_LEVEL: logLevel,
});

const complete = {
  CTP_PROJECT_KEY: 'shop',
  CTP_CLIENT_ID: 'id',
  CTP_CLIENT_SECRET: 'hush',
  CTP_SCOPE: 'manage_orders:shop',
  CTP_API_URL: 'https://api.europe-west1.gcp.commercetools.com/',
  CTP_AUTH_URL: 'https://auth.europe-west1.gcp.commercetools.com',
  PEOPLEVOX_CLIENT_ID: 'acme1234',
  PEOPLEVOX_USERNAME: 'connector',
  PEOPLEVOX_PASSWORD: ' pass word ',
};

function without(...keys: string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(complete).filter(([key]) => !keys.includes(key)));
}

function faultsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    readEnvironment(schema, env);
  } catch (error) {
    if (error instanceof EnvironmentInvalid)
      return error.faults.map(({ key, problem }) => `${key} ${problem}`);
    throw error;
  }
  return [];
}

describe('the environment of an app', () => {
  it('becomes plain settings, with the defaults that are documented', () => {
    expect(readEnvironment(schema, complete)).toEqual({
      commercetools: {
        projectKey: 'shop',
        clientId: 'id',
        clientSecret: 'hush',
        scope: 'manage_orders:shop',
        apiUrl: 'https://api.europe-west1.gcp.commercetools.com',
        authUrl: 'https://auth.europe-west1.gcp.commercetools.com',
      },
      peoplevox: {
        url: 'https://wms.peoplevox.net',
        clientId: 'acme1234',
        username: 'connector',
        password: ' pass word ',
        passwordEncoding: 'base64',
        timeZone: 'Europe/London',
        reportSeconds: 20,
        requestsPer15Seconds: 7,
      },
      LOG_LEVEL: 'info',
    });
  });

  it('counts an empty value as absent', () => {
    const { peoplevox, LOG_LEVEL } = readEnvironment(schema, {
      ...complete,
      LOG_LEVEL: '',
      PEOPLEVOX_TIME_ZONE: ' ',
    });
    expect([LOG_LEVEL, peoplevox.timeZone]).toEqual(['info', 'Europe/London']);
    expect(faultsOf({ ...complete, PEOPLEVOX_PASSWORD: '' })).toEqual(['PEOPLEVOX_PASSWORD missing']);
  });

  it.each([
    ['CTP_REGION', 'CTP_SCOPE'],
    ['CTP_CLIENT_REGION', 'CTP_CLIENT_SCOPE'],
  ])('derives the URLs from %s and takes the scope from %s', (region, scope) => {
    const env = {
      ...without('CTP_API_URL', 'CTP_AUTH_URL', 'CTP_SCOPE'),
      [region]: 'us-east-2.aws',
      [scope]: 'a b',
    };
    expect(readEnvironment(schema, env).commercetools).toMatchObject({
      scope: 'a b',
      apiUrl: 'https://api.us-east-2.aws.commercetools.com',
      authUrl: 'https://auth.us-east-2.aws.commercetools.com',
    });
  });

  it('does without a scope', () => {
    expect(readEnvironment(schema, without('CTP_SCOPE')).commercetools).not.toHaveProperty('scope');
  });

  it('names all faults at once, of all sections', () => {
    const env = { ...without('CTP_PROJECT_KEY', 'CTP_AUTH_URL', 'PEOPLEVOX_USERNAME'), LOG_LEVEL: 'loud' };
    expect(faultsOf(env)).toEqual([
      'CTP_PROJECT_KEY missing',
      'CTP_AUTH_URL missing',
      'PEOPLEVOX_USERNAME missing',
      'LOG_LEVEL not usable',
    ]);
  });

  it('says what is expected and never repeats a value', () => {
    const env = { ...complete, PEOPLEVOX_URL: 'http://s3cret@wms', PEOPLEVOX_PASSWORD_ENCODING: 's3cret' };
    const reading = (): unknown => readEnvironment(schema, { ...env, CTP_API_URL: 's3cret' });
    expect(reading).toThrow(
      'PEOPLEVOX_PASSWORD_ENCODING is not usable: expected base64, or plain for the US region.',
    );
    expect(reading).not.toThrow('s3cret');
  });

  it.each([
    ['PEOPLEVOX_URL', 'http://wms.peoplevox.net'],
    ['PEOPLEVOX_URL', 'https://wms.peoplevox.net/acme'],
    ['PEOPLEVOX_URL', 'wms.peoplevox.net'],
    ['PEOPLEVOX_CLIENT_ID', 'acme/1234'],
    ['PEOPLEVOX_TIME_ZONE', 'Europe/Londres'],
    ['PEOPLEVOX_TIME_ZONE', '+01:00'],
    ['PEOPLEVOX_PASSWORD_ENCODING', 'BASE64'],
    ['PEOPLEVOX_REQUESTS_PER_15_SECONDS', '0'],
    ['PEOPLEVOX_REQUESTS_PER_15_SECONDS', '16'],
    ['PEOPLEVOX_REQUESTS_PER_15_SECONDS', '7.5'],
    ['PEOPLEVOX_REPORT_SECONDS', '9'],
    ['PEOPLEVOX_REPORT_SECONDS', '241'],
    ['CTP_API_URL', 'http://api.example'],
    ['CTP_REGION', 'Europe'],
  ])('refuses %s %s', (key, value) => {
    expect(faultsOf({ ...complete, [key]: value })).toEqual([`${key} not usable`]);
  });

  it.each([
    ['PEOPLEVOX_URL', 'http://127.0.0.1:4010/', 'url', 'http://127.0.0.1:4010'],
    ['PEOPLEVOX_URL', 'http://localhost:4010', 'url', 'http://localhost:4010'],
    ['PEOPLEVOX_TIME_ZONE', 'America/New_York', 'timeZone', 'America/New_York'],
    ['PEOPLEVOX_PASSWORD_ENCODING', 'plain', 'passwordEncoding', 'plain'],
    ['PEOPLEVOX_REQUESTS_PER_15_SECONDS', '15', 'requestsPer15Seconds', 15],
    ['PEOPLEVOX_REPORT_SECONDS', '240', 'reportSeconds', 240],
  ])('takes %s %s', (key, value, setting, expected) => {
    expect(readEnvironment(schema, { ...complete, [key]: value }).peoplevox).toHaveProperty(
      [setting],
      expected,
    );
  });
});

describe('the address of Checkout', () => {
  const checkout = z.object({ checkout: checkoutSettings });
  const urlOf = (env: NodeJS.ProcessEnv): string | undefined => readEnvironment(checkout, env).checkout.url;

  it.each<[string, NodeJS.ProcessEnv, string | undefined]>([
    ['follows the region of the API', complete, 'https://checkout.europe-west1.gcp.commercetools.com'],
    [
      'follows the region',
      { CTP_REGION: 'us-east-2.aws' },
      'https://checkout.us-east-2.aws.commercetools.com',
    ],
    [
      'is the one that is said',
      { ...complete, CTP_CHECKOUT_URL: 'http://127.0.0.1:4011/' },
      'http://127.0.0.1:4011',
    ],
    ['is unknown where nothing tells', { CTP_API_URL: 'http://127.0.0.1:4011' }, undefined],
  ])('%s', (_, env, url) => {
    expect(urlOf(env)).toBe(url);
  });

  it('is never a host without TLS elsewhere', () => {
    expect(() => urlOf({ CTP_CHECKOUT_URL: 'http://checkout.example' })).toThrow('CTP_CHECKOUT_URL');
  });
});
