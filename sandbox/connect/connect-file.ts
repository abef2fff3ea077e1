import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { record, records, text, texts } from './record';

/** A configuration key as connect.yaml declares it. */
export interface ConfigurationKey {
  readonly key: string;
  readonly secured: boolean;
  readonly required: boolean;
  readonly default: string | undefined;
}

export interface RetryPolicy {
  readonly minBackoffMs: number;
  readonly maxBackoffMs: number;
}

/** What the runtime needs to know of an application; every other key of connect.yaml is the validator's business. */
export interface DeclaredApplication {
  /** Also the name of its folder. */
  readonly name: string;
  readonly type: string;
  /** Always with a leading slash. */
  readonly endpoint: string;
  readonly healthPath: string;
  /** Commands; empty where there is none. */
  readonly scripts: { readonly postDeploy: string; readonly preUndeploy: string };
  readonly retryPolicy: RetryPolicy;
  /** Of a job: when it is called, in the form of cron; empty for others. */
  readonly schedule: string;
  /** Its own keys and those that all applications inherit. */
  readonly configuration: readonly ConfigurationKey[];
}

/** What Connect does for an event application that declares nothing. */
const defaultRetryPolicy: RetryPolicy = { minBackoffMs: 10_000, maxBackoffMs: 600_000 };

const milliseconds = (seconds: unknown, otherwise: number): number =>
  typeof seconds === 'number' ? seconds * 1000 : otherwise;

function keys(configuration: unknown): ConfigurationKey[] {
  const { standardConfiguration, securedConfiguration } = record(configuration);
  const key = (entry: Record<string, unknown>, secured: boolean): ConfigurationKey => ({
    key: text(entry['key']),
    secured,
    required: entry['required'] === true,
    default: text(entry['default']) || undefined,
  });
  return [
    ...records(standardConfiguration).map((entry) => key(entry, false)),
    ...records(securedConfiguration).map((entry) => key(entry, true)),
  ];
}

function retryPolicy(declared: unknown): RetryPolicy {
  const { strategy, minBackoffSeconds, maxBackoffSeconds } = record(declared);
  if (strategy === 'immediate') return { minBackoffMs: 0, maxBackoffMs: 0 };
  return {
    minBackoffMs: milliseconds(minBackoffSeconds, defaultRetryPolicy.minBackoffMs),
    maxBackoffMs: milliseconds(maxBackoffSeconds, defaultRetryPolicy.maxBackoffMs),
  };
}

function connectFile(repository: string): Record<string, unknown> {
  return record(parse(readFileSync(join(repository, 'connect.yaml'), 'utf8')));
}

/** Scopes of the API client that Connect makes for the applications, without the project's key. */
export function declaredScopes(repository: string): readonly string[] {
  return texts(record(record(connectFile(repository)['inheritAs'])['apiClient'])['scopes']);
}

/** Reads `connect.yaml` of a checkout. Trusts it to be valid: the official specification checks that in a test. */
export function readConnectFile(repository: string): readonly DeclaredApplication[] {
  const file = connectFile(repository);
  const inherited = keys(record(file['inheritAs'])['configuration']);
  return records(file['deployAs']).map((application) => {
    const { postDeploy, preUndeploy } = record(application['scripts']);
    return {
      name: text(application['name']),
      type: text(application['applicationType']),
      endpoint: `/${text(application['endpoint']).replace(/^\//, '')}`,
      healthPath: text(record(application['healthCheck'])['path']) || '/status',
      scripts: { postDeploy: text(postDeploy), preUndeploy: text(preUndeploy) },
      retryPolicy: retryPolicy(application['retryPolicy']),
      schedule: text(record(application['properties'])['schedule']),
      configuration: [...inherited, ...keys(application['configuration'])],
    };
  });
}
