import * as z from 'zod';

/** How to reach a commercetools project. The URLs have no trailing slash. */
export interface CommercetoolsSettings {
  readonly projectKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Space-separated; absent: all scopes of the API client. */
  readonly scope?: string;
  readonly apiUrl: string;
  readonly authUrl: string;
}

/** How to reach a Peoplevox tenant, and how often. */
export interface PeoplevoxSettings {
  /** Scheme and host, without trailing slash. */
  readonly url: string;
  readonly clientId: string;
  readonly username: string;
  /** In clear, whatever `passwordEncoding` says. */
  readonly password: string;
  /** How the password travels: Peoplevox's US region takes it as it is, the others in base64. */
  readonly passwordEncoding: 'base64' | 'plain';
  /** IANA zone of the dates that Peoplevox reads and prints. */
  readonly timeZone: string;
  /** Seconds that a report may take to answer; absent: as long as any other reading. */
  readonly reportSeconds?: number;
  /** The app's share of the tenant's request limit, over all its instances, in any 15 s. */
  readonly requestsPer15Seconds: number;
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Secrets go over these URLs, so plain http is for the sandbox on the same machine only. */
function isSafe(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
}

function safeUrl(expected: string) {
  return z
    .url(expected)
    .refine((url) => URL.canParse(url) && isSafe(url), expected)
    .transform((url) => url.replace(/\/$/, ''));
}

const apiUrl = 'expected the https URL of the commercetools API (or CTP_REGION, such as europe-west1.gcp)';
const authUrl =
  'expected the https URL of commercetools authentication (or CTP_REGION, such as europe-west1.gcp)';
const region = 'expected a region of commercetools, such as europe-west1.gcp';

const variables = z.record(z.string(), z.string());

/** commercetools' guidance and its specification library disagree on the names; both are read (facts/commercetools §1). */
function oneSpelling(env: unknown): unknown {
  const given = variables.parse(env);
  const home = given['CTP_REGION'] ?? given['CTP_CLIENT_REGION'];
  return {
    ...given,
    CTP_SCOPE: given['CTP_SCOPE'] ?? given['CTP_CLIENT_SCOPE'],
    CTP_REGION: home,
    CTP_API_URL: given['CTP_API_URL'] ?? (home && `https://api.${home}.commercetools.com`),
    CTP_AUTH_URL: given['CTP_AUTH_URL'] ?? (home && `https://auth.${home}.commercetools.com`),
  };
}

/** A section of the environment (see readEnvironment) that becomes CommercetoolsSettings. */
export const commercetoolsSettings = z.preprocess(
  oneSpelling,
  z
    .object({
      CTP_PROJECT_KEY: z.string('expected the key of the commercetools project'),
      CTP_CLIENT_ID: z.string('expected the id of the API client'),
      CTP_CLIENT_SECRET: z.string('expected the secret of the API client'),
      CTP_SCOPE: z.string().optional(),
      CTP_REGION: z
        .string()
        .regex(/^[a-z0-9-]+\.(gcp|aws)$/, region)
        .optional(),
      CTP_API_URL: safeUrl(apiUrl),
      CTP_AUTH_URL: safeUrl(authUrl),
    })
    .transform((env): CommercetoolsSettings => ({
      projectKey: env.CTP_PROJECT_KEY,
      clientId: env.CTP_CLIENT_ID,
      clientSecret: env.CTP_CLIENT_SECRET,
      ...(env.CTP_SCOPE !== undefined && { scope: env.CTP_SCOPE }),
      apiUrl: env.CTP_API_URL,
      authUrl: env.CTP_AUTH_URL,
    })),
);

const checkoutUrl =
  'expected the https URL of commercetools Checkout, as in https://checkout.<region>.commercetools.com';
const API_HOST = /^https:\/\/api\.([a-z0-9-]+\.(?:gcp|aws))\.commercetools\.com\/?$/;

/** Of the same region as the API, unless said. */
function withCheckoutOfRegion(env: unknown): unknown {
  const { CTP_CHECKOUT_URL: given, CTP_API_URL: api } = z
    .looseObject({ CTP_CHECKOUT_URL: z.string().optional(), CTP_API_URL: z.string().optional() })
    .parse(oneSpelling(env));
  const home = API_HOST.exec(api ?? '')?.[1];
  return { CTP_CHECKOUT_URL: given ?? (home && `https://checkout.${home}.commercetools.com`) };
}

/**
 * A section of the environment (see readEnvironment): where commercetools Checkout is, without trailing slash; undefined
 * where neither CTP_CHECKOUT_URL nor the region tells.
 */
export const checkoutSettings = z.preprocess(
  withCheckoutOfRegion,
  z
    .object({ CTP_CHECKOUT_URL: safeUrl(checkoutUrl).optional() })
    .transform((env): { readonly url?: string } =>
      env.CTP_CHECKOUT_URL === undefined ? {} : { url: env.CTP_CHECKOUT_URL },
    ),
);

/** Offsets such as +01:00 pass Intl too, but know nothing of summer time. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function isHostOnly(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { pathname, search, hash, username, password } = new URL(url);
  return pathname === '/' && [search, hash, username, password].every((part) => part === '');
}

const peoplevoxUrl =
  'expected the https scheme and host of Peoplevox alone, such as https://wms.peoplevox.net';
const clientId = 'expected the client id of the Peoplevox tenant, as in the address of its web pages';
const encoding = 'expected base64, or plain for the US region';
const timeZone = 'expected an IANA time zone, such as Europe/London';
const requests = 'expected a whole number from 1 to 15';
const reportSeconds = 'expected a whole number of seconds from 10 to 240';

/**
 * A section of the environment (see readEnvironment) that becomes PeoplevoxSettings.
 * @param defaultRequestsPer15Seconds the app's share where the merchant has not chosen another, of
 *   Peoplevox's 15 requests in 15 s (facts/peoplevox §16).
 */
export function peoplevoxSettings(defaultRequestsPer15Seconds: number) {
  return z
    .object({
      PEOPLEVOX_URL: safeUrl(peoplevoxUrl)
        .refine(isHostOnly, peoplevoxUrl)
        .default('https://wms.peoplevox.net'),
      PEOPLEVOX_CLIENT_ID: z.string(clientId).regex(/^[^\s/?#%]+$/, clientId),
      PEOPLEVOX_USERNAME: z.string('expected the name of the Peoplevox API user of this app'),
      PEOPLEVOX_PASSWORD: z.string('expected the password of the Peoplevox API user, in clear'),
      PEOPLEVOX_PASSWORD_ENCODING: z.enum(['base64', 'plain'], encoding).default('base64'),
      PEOPLEVOX_TIME_ZONE: z.string().refine(isTimeZone, timeZone).default('Europe/London'),
      PEOPLEVOX_REPORT_SECONDS: z
        .string()
        .regex(/^([1-9]\d|1\d\d|2[0-3]\d|240)$/, reportSeconds)
        .transform(Number)
        .default(20),
      PEOPLEVOX_REQUESTS_PER_15_SECONDS: z
        .string()
        .regex(/^([1-9]|1[0-5])$/, requests)
        .transform(Number)
        .default(defaultRequestsPer15Seconds),
    })
    .transform((env): PeoplevoxSettings => ({
      url: env.PEOPLEVOX_URL,
      clientId: env.PEOPLEVOX_CLIENT_ID,
      username: env.PEOPLEVOX_USERNAME,
      password: env.PEOPLEVOX_PASSWORD,
      passwordEncoding: env.PEOPLEVOX_PASSWORD_ENCODING,
      timeZone: env.PEOPLEVOX_TIME_ZONE,
      reportSeconds: env.PEOPLEVOX_REPORT_SECONDS,
      requestsPer15Seconds: env.PEOPLEVOX_REQUESTS_PER_15_SECONDS,
    }));
}

/** For the key LOG_LEVEL. */
export const logLevel = z
  .enum(['debug', 'info', 'warn', 'error'], 'expected debug, info, warn or error')
  .default('info');
export type LogLevel = z.output<typeof logLevel>;
