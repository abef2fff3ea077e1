import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type * as z from 'zod';
import { EnvironmentInvalid, readEnvironment } from '../../shared/src/runtime';
import { readConnectFile } from './connect-file';
import type { Configuration } from './deployment-configuration';
import { record, records, text, texts } from './record';

const repository = resolve(__dirname, '../..');

/** What Connect injects or reserves: read by the code, declared nowhere (facts/commercetools §1). */
const injected = /^(CTP_(?!CHECKOUT_URL$)|CONNECT_|PORT$|K_|NODE_ENV$)/;

/** The official library is an ES module, which Jest cannot load on Node 20: it runs in a process of its own. */
const specificationScript = `
  import { ConnectorSpecification } from '@commercetools-connect/specification';
  import { applications as known } from './scripts/applications.mjs';
  const specification = await ConnectorSpecification.load('.');
  const applications = specification.getApplications().map((application) => ({
    name: application.getName(),
    type: application.type,
    endpoint: application.getEndpoint(),
    keys: specification.getApplicationAggregatedConfigurationKeys(application.getName()),
  }));
  console.log(JSON.stringify({ applications, known, scopes: specification.getApiClient()?.getScopes() ?? [] }));
`;

interface LoadedSpecification {
  readonly applications: readonly { name: string; type: string; endpoint: string; keys: readonly string[] }[];
  /** What setup, build and lint read. */
  readonly known: readonly { name: string; endpoint: string }[];
  readonly scopes: readonly string[];
}

function loadSpecification(): LoadedSpecification {
  const args = ['--input-type=module', '--eval', specificationScript];
  const loaded = record(
    JSON.parse(execFileSync(process.execPath, args, { cwd: repository, encoding: 'utf8' })),
  );
  const applications = records(loaded['applications']).map(({ name, type, endpoint, keys }) => ({
    name: text(name),
    type: text(type),
    endpoint: text(endpoint),
    keys: texts(keys),
  }));
  const known = records(loaded['known']).map(({ name, endpoint }) => ({
    name: text(name),
    endpoint: text(endpoint),
  }));
  return { applications, known, scopes: texts(loaded['scopes']) };
}

/** The part of connect.yaml that declares an application. */
function sectionOf(name: string): string {
  const file = readFileSync(join(repository, 'connect.yaml'), 'utf8');
  return file.split(/^ {2}- name: /m).find((section) => section.startsWith(`${name}\n`)) ?? '';
}

/** A section of a folder's package.json, such as its scripts. */
function packageSection(folder: string, section: string): Record<string, unknown> {
  const file: unknown = JSON.parse(readFileSync(join(repository, folder, 'package.json'), 'utf8'));
  return record(record(file)[section]);
}

const apiClient = {
  CTP_PROJECT_KEY: 'shop',
  CTP_CLIENT_ID: 'id',
  CTP_CLIENT_SECRET: 'secret',
  CTP_API_URL: 'https://api.europe-west1.gcp.commercetools.com',
  CTP_AUTH_URL: 'https://auth.europe-west1.gcp.commercetools.com',
};

/** Usable values that are not the defaults, of keys that do not take any text. */
const values: Configuration = {
  CTP_CHECKOUT_URL: 'https://checkout.example',
  PEOPLEVOX_URL: 'https://peoplevox.example',
  PEOPLEVOX_PASSWORD_ENCODING: 'plain',
  PEOPLEVOX_TIME_ZONE: 'America/New_York',
  PEOPLEVOX_REPORT_SECONDS: '90',
  PEOPLEVOX_REQUESTS_PER_15_SECONDS: '3',
  NOTIFY_PUBSUB_TOPIC: 'projects/shop/topics/exceptions',
  NOTIFY_GCP_CREDENTIALS: '{"client_email":"connector@shop.example","private_key":"key"}',
  LOG_LEVEL: 'debug',
};

const valueOf = (key: string): string =>
  values[key] ??
  (key.startsWith('NOTIFY_WEBHOOK_URL')
    ? `https://${key.toLowerCase()}.example`
    : `some-${key.toLowerCase()}`);

/** The two files that every application has: how it reads its environment, and where it listens. */
async function loadDoor(name: string) {
  const environment = (await import(join(repository, name, 'src/environment'))) as {
    readonly environmentSchema: z.ZodObject;
  };
  const { ENDPOINT } = (await import(join(repository, name, 'src/http'))) as { readonly ENDPOINT: string };
  const read = (variables: Configuration) => readEnvironment(environment.environmentSchema, variables);
  return { ENDPOINT, read };
}

function faultyKeys(read: () => unknown): string[] {
  try {
    read();
    return [];
  } catch (failure) {
    if (failure instanceof EnvironmentInvalid) return failure.faults.map(({ key }) => key);
    throw failure;
  }
}

const notInjected = (keys: readonly string[]): string[] => keys.filter((key) => !injected.test(key));

/** The keys that the text of the code names, wherever an application or the common frame names one. */
function keysNamedIn(...folders: string[]): Set<string> {
  const texts = folders.flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => readFileSync(join(repository, folder, file), 'utf8')),
  );
  const names = texts.flatMap(
    (text) => text.match(/\b(?:(?:PEOPLEVOX|LOG|NOTIFY|CTP)_[A-Z0-9_]+|EXTENSION_SECRET)\b/g) ?? [],
  );
  return new Set(notInjected(names));
}

/** The cells of the rows of README.md's tables whose first cell begins with a name in code. */
function rowsOfReadme(): readonly (readonly string[])[] {
  return readFileSync(join(repository, 'README.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const inCode = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].flatMap(([, name]) => name ?? []);

/** `KEY`, and `KEY_ONE`, `_TWO`: endings stand for the first key with that ending. */
function keysOfRow([cell = '']: readonly string[]): string[] {
  const [first = '', ...others] = inCode(cell);
  return [first, ...others.map((name) => (name.startsWith('_') ? first + name : name))];
}

/** Of each key of README.md: what its row says. */
function readmeKeys() {
  return new Map(
    rowsOfReadme()
      .filter((row) => row.length === 4)
      .flatMap((row) => {
        const [, secured = '', byDefault = ''] = row;
        return keysOfRow(row).map((key) => [key, { secured, byDefault }] as const);
      }),
  );
}

describe('connect.yaml', () => {
  const specification = loadSpecification();
  const applications = readConnectFile(repository);

  it('is what the official specification and the sandbox both read', () => {
    expect(applications.map(({ name, type, endpoint }) => ({ name, type, endpoint }))).toEqual(
      specification.applications.map(({ name, type, endpoint }) => ({ name, type, endpoint })),
    );
    expect(specification.known).toEqual(applications.map(({ name, endpoint }) => ({ name, endpoint })));
    expect(applications.length).toBeGreaterThan(0);
  });

  it('asks for nothing that opens the whole project or its API clients', () => {
    expect(specification.scopes).toContain('manage_orders');
    expect(specification.scopes.filter((scope) => /^manage_(project|api_clients)/.test(scope))).toEqual([]);
  });

  it('declares every key that the code names', () => {
    const declared = applications.flatMap(({ configuration }) => configuration.map(({ key }) => key));
    const named = keysNamedIn('shared/src/runtime', ...applications.map(({ name }) => join(name, 'src')));
    expect(named).toEqual(new Set(declared));
  });

  it('is told in README.md: every application with its type, every key with its default', () => {
    const told = rowsOfReadme().filter((row) => row.length === 3);
    const types = new Map(told.map(([name = '', type = '']) => [inCode(name)[0], type.split(',')[0]]));
    expect(types).toEqual(new Map(applications.map(({ name, type }) => [name, type])));
    const keys = readmeKeys();
    const declared = applications.flatMap(({ configuration }) => configuration);
    expect(new Set(keys.keys())).toEqual(new Set(declared.map(({ key }) => key)));
    for (const { key, secured, required, default: byDefault } of declared) {
      const row = keys.get(key);
      expect([key, row?.secured]).toEqual([key, secured ? 'yes' : 'no']);
      expect([key, row?.byDefault.startsWith('required')]).toEqual([key, required]);
      if (byDefault !== undefined)
        expect([key, inCode(row?.byDefault ?? '')]).toEqual([key, expect.arrayContaining([byDefault])]);
    }
  });

  it('has a description of a sentence at each key', () => {
    const file = readFileSync(join(repository, 'connect.yaml'), 'utf8');
    const keys = file.match(/- key: \w+/g) ?? [];
    expect(file.match(/- key: \w+\n +description: (>-\n +)?\S.{15,}/g)).toHaveLength(keys.length);
  });

  describe.each(applications)('of $name', (application) => {
    const { name, type, endpoint, scripts, schedule } = application;
    let door: Awaited<ReturnType<typeof loadDoor>>;
    beforeAll(async () => {
      door = await loadDoor(name);
    });

    it('names a folder beside it with a package and a lockfile', () => {
      for (const file of ['package.json', 'package-lock.json']) {
        expect(existsSync(join(repository, name, file))).toBe(true);
      }
      expect(packageSection(name, 'engines')).toEqual({ node: '24.x' });
    });

    it('can be built, started and tested, and has every script that Connect is told to run', () => {
      const available = packageSection(name, 'scripts');
      const commands = Object.values(scripts).filter((command) => command !== '');
      const called = commands.map((command) => /^npm run (\S+)$/.exec(command)?.[1]);
      expect(Object.keys(available)).toEqual(expect.arrayContaining(['build', 'start', 'test', ...called]));
    });

    it('has the endpoint of its name, where the application listens', () => {
      expect(endpoint).toBe(`/${name}`);
      expect(door.ENDPOINT).toBe(endpoint);
    });

    const required = application.configuration.filter((entry) => entry.required).map(({ key }) => key);
    const complete = {
      ...apiClient,
      ...Object.fromEntries(required.map((key) => [key, valueOf(key)])),
    };
    const read = (environment: Configuration): unknown => door.read(environment);

    it('requires exactly the keys that the code cannot do without', () => {
      expect(new Set(notInjected(faultyKeys(() => read({}))))).toEqual(new Set(required));
      expect(faultyKeys(() => read(complete))).toEqual([]);
    });

    it.each(application.configuration)(
      'declares $key, which the code really reads, with its default',
      (entry) => {
        const { key } = entry;
        if (entry.default !== undefined)
          expect(read({ ...complete, [key]: entry.default })).toEqual(read(complete));
        const other = required.includes(key) ? `${valueOf(key)}-other` : valueOf(key);
        expect(read({ ...complete, [key]: other })).not.toEqual(read(complete));
      },
    );

    it('declares no key twice and none that the platform does not see', () => {
      const declared = application.configuration.map(({ key }) => key);
      expect(new Set(declared).size).toBe(declared.length);
      const seen = specification.applications.find((candidate) => candidate.name === name)?.keys;
      expect(seen).toEqual(expect.arrayContaining(declared));
    });

    it('bundles the same versions of third-party packages as the common module', () => {
      const dependencies = packageSection('shared', 'dependencies');
      const both = Object.entries(packageSection(name, 'devDependencies')).filter(
        ([module]) => module in dependencies,
      );
      expect(both).toEqual(both.map(([module]) => [module, dependencies[module]]));
    });

    it('is asked for its health where Connect asks for it, at a path that every application serves', () => {
      const declares = /healthCheck:\n +path: \/status\n/.test(sectionOf(name));
      expect(declares).toBe(type !== 'job');
    });

    it('has a schedule where it is a job, and only there', () => {
      expect(schedule !== '').toBe(type === 'job');
    });

    it('lets an event wait as long as it must, from 10 s to 10 minutes between attempts', () => {
      if (type === 'event')
        expect(application.retryPolicy).toEqual({ minBackoffMs: 10_000, maxBackoffMs: 600_000 });
      expect(readFileSync(join(repository, 'connect.yaml'), 'utf8')).not.toContain('maxAttempts');
    });
  });
});
