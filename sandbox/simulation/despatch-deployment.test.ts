import { createParts } from '../../despatch-processor/src/application';
import { clearUp } from '../../despatch-processor/src/connector/clear-up';
import { CALLBACKS_SUBJECT, prepare } from '../../despatch-processor/src/connector/prepare';
import { environmentSchema } from '../../despatch-processor/src/environment';
import { createExtensionKeeper } from '../../despatch-processor/src/extension/keep-extension';
import { createLifeSign, ensureType } from '../../shared/src/commercetools';
import { DELIVERY_TYPE, PARCEL_TYPE } from '../../shared/src/despatch';
import { createLog, readEnvironment, type Fetch } from '../../shared/src/runtime';
import { createCommercetoolsEmulator, emulatorFetch, openApiInspector } from '../commercetools';
import { createPeoplevoxSimulator, simulatorFetch, type SettingsInput } from '../peoplevox';
import { API_CLIENT, commercetoolsEnvironment, MERCHANT_CLIENT, PROJECT_KEY, TENANT } from './merchant';
import { seededRandom } from './random';
import { createVirtualClock } from './virtual-clock';

const API = 'https://api.commercetools.test';
const PEOPLEVOX = 'https://wms.peoplevox.test';
const OURS = 'https://ours.connect.test/despatch-processor';
const THEIRS = 'https://theirs.connect.test/despatch-processor';
const SECRET = 'callback-s3cr3t';

function setUp(peoplevoxSettings: SettingsInput = {}) {
  const clock = createVirtualClock(Date.UTC(2026, 2, 2, 9));
  const random = seededRandom(1);
  const lines: string[] = [];
  const commercetools = createCommercetoolsEmulator({
    clock,
    random,
    projectKey: PROJECT_KEY,
    settings: { clients: [API_CLIENT, MERCHANT_CLIENT], inventoryLagMs: 0 },
    inspector: openApiInspector(),
  });
  const peoplevox = createPeoplevoxSimulator({ clock, random, tenant: TENANT, settings: peoplevoxSettings });
  const toCommercetools = emulatorFetch(commercetools);
  const toPeoplevox = simulatorFetch(peoplevox, { clock });
  const fetch: Fetch = async (input, init) => {
    const { url } = new Request(input);
    if (url.startsWith(API)) return toCommercetools(input, init);
    if (url.startsWith(PEOPLEVOX)) return toPeoplevox(input, init);
    return Response.json({ status: 'OK' });
  };
  const world = { clock, random, fetch };
  const partsWith = (values: Readonly<Record<string, string>> = {}) => {
    const settings = readEnvironment(environmentSchema, {
      ...commercetoolsEnvironment(API_CLIENT, API),
      PEOPLEVOX_URL: PEOPLEVOX,
      PEOPLEVOX_CLIENT_ID: TENANT.clientId,
      PEOPLEVOX_USERNAME: TENANT.username,
      PEOPLEVOX_PASSWORD: TENANT.password,
      PEOPLEVOX_CALLBACK_SECRET: SECRET,
      ...values,
    });
    return createParts(
      settings,
      world,
      createLog({ level: 'debug', write: (line) => void lines.push(line), clock }),
    );
  };
  const parts = partsWith();
  const deploy = (service = OURS, deployed = partsWith()) => clock.runUntil(prepare(deployed, service));
  const { collections } = commercetools.project;
  const setRules = async (value: object) => {
    const before = await parts.documents.read('peoplevox-connector', 'configuration');
    await parts.documents.write('peoplevox-connector', 'configuration', value, before?.version ?? 0);
  };
  return {
    clock,
    peoplevox,
    parts,
    partsWith,
    deploy,
    setRules,
    lines,
    active: () => peoplevox.subscriptions.active(),
    calls: () => peoplevox.calls(),
    extension: () => collections.extension.find('key', 'peoplevox-order'),
    type: (key: string) => collections.type.find('key', key),
    documents: () => JSON.stringify([...collections['key-value-document'].values()]),
  };
}

const TYPES = [
  'SalesOrderStatusChanges',
  'DespatchPackageDespatched',
  'TrackingNumberReceived',
  'DespatchPackageTrackingNumberReceived',
  'Returns',
];

describe('the deployment of despatch-processor', () => {
  it('subscribes every event, makes the Types, and keeps its secret to itself', async () => {
    const { deploy, active, type, extension, documents, lines, peoplevox } = setUp();
    const words = await deploy();
    expect(active().map(({ eventType }) => eventType)).toEqual(TYPES);
    expect(active()[0]?.url).toBe(`${OURS}/callbacks/${SECRET}/status`);
    expect(type('peoplevox-delivery')?.resourceTypeIds).toEqual(['order-delivery']);
    expect(type('peoplevox-parcel')?.fieldDefinitions.map(({ name }) => name)).toEqual(['trackingUrl']);
    expect(extension()).toBeUndefined();
    expect([documents(), ...words, ...lines].join('\n')).not.toContain(SECRET);
    expect(peoplevox.peak()).toBeLessThanOrEqual(2);
  });

  it('changes nothing when it is run again', async () => {
    const { deploy, active, calls } = setUp();
    await deploy();
    const [before, asked] = [active(), calls()];
    const words = await deploy();
    expect(active()).toEqual(before);
    expect(calls()['SubscribePostEvent']).toBe(asked['SubscribePostEvent']);
    expect(
      words.filter((line) => line.startsWith('Callback')).every((line) => line.endsWith('as it should be.')),
    ).toBe(true);
  });

  it.each(['fault', 'refusal'] as const)(
    'skips what the version of the tenant lacks, with a word (%s)',
    async (unknownEventType) => {
      const eventTypes = ['SalesOrderStatusChanges', 'TrackingNumberReceived', 'Returns'];
      const { deploy, active } = setUp({ eventTypes, unknownEventType });
      const words = await deploy();
      expect(active().map(({ eventType }) => eventType)).toEqual(eventTypes);
      expect(words.filter((line) => line.includes('skipped'))).toEqual([
        expect.stringContaining('DespatchPackageDespatched'),
        expect.stringContaining('DespatchPackageTrackingNumberReceived'),
      ]);
    },
  );

  it('replaces what is not right: another secret, another address, other paths', async () => {
    const { deploy, partsWith, active, setRules } = setUp();
    await deploy();
    await deploy(OURS, partsWith({ PEOPLEVOX_CALLBACK_SECRET: `new;${SECRET}` }));
    expect(active().map(({ url }) => url)).toEqual(
      ['status', 'package-despatched', 'tracking', 'package-tracking', 'returns'].map(
        (event) => `${OURS}/callbacks/new/${event}`,
      ),
    );
    await setRules({ callbacks: { status: ['Number'] } });
    const before = active().map(({ id }) => id);
    await deploy(OURS, partsWith({ PEOPLEVOX_CALLBACK_SECRET: 'new' }));
    const after = active().map(({ id }) => id);
    expect(after.filter((id) => !before.includes(id))).toHaveLength(1);
    expect(after).toHaveLength(5);
  });

  it('subscribes anew when callbacks have stayed away', async () => {
    const { deploy, active, parts } = setUp();
    await deploy();
    const before = active().map(({ id }) => id);
    await parts.exceptions.raise({
      code: 'callbacks-silent',
      subject: CALLBACKS_SUBJECT,
      message: 'm',
      fix: 'f',
    });
    await deploy();
    expect(active()).toHaveLength(5);
    expect(active().some(({ id }) => before.includes(id))).toBe(false);
  });

  it('says which subscriptions Peoplevox did not end, and forgets them', async () => {
    const { deploy, clock, parts, partsWith, active, peoplevox } = setUp();
    const lose = () => {
      const [{ id } = { id: 0 }] = active();
      peoplevox.subscriptions.unsubscribe(id);
      return `Peoplevox did not confirm that subscription ${id} has ended`;
    };
    await deploy();
    const first = lose();
    const renewed = partsWith({ PEOPLEVOX_CALLBACK_SECRET: 'new' });
    expect((await deploy(OURS, renewed)).filter((line) => line.includes(first))).toHaveLength(1);
    const second = lose();
    const cleared = await clock.runUntil(clearUp(parts, OURS));
    expect(cleared).toContainEqual(expect.stringContaining('4 subscription(s) ended.'));
    expect(cleared).toContainEqual(expect.stringContaining(second));
    expect(await clock.runUntil(clearUp(parts, OURS))).toContainEqual('Callbacks: 0 subscription(s) ended.');
  });

  it('goes on where an earlier one broke off', async () => {
    const { deploy, active, peoplevox } = setUp();
    peoplevox.faults.set({ operation: 'SubscribePostEvent', skip: 2, fault: { kind: 'reset' } });
    await expect(deploy()).rejects.toThrow('SubscribePostEvent');
    expect(active()).toHaveLength(2);
    await deploy();
    expect(
      active()
        .map(({ eventType }) => eventType)
        .sort(),
    ).toEqual([...TYPES].sort());
  });

  it('says what is in the way, and changes nothing', async () => {
    const { deploy, partsWith, active, type } = setUp();
    await expect(deploy(OURS, partsWith({ PEOPLEVOX_PASSWORD: 'wrong' }))).rejects.toThrow(
      /despatch-processor cannot be deployed:\n- Peoplevox refused the log-in/,
    );
    expect([active(), type('peoplevox-parcel')]).toEqual([[], undefined]);
  });

  it('takes nothing from another deployment that showed life within the hour', async () => {
    const { deploy, clock, parts, active } = setUp();
    await deploy(THEIRS);
    await createLifeSign({ ...parts, clock, application: 'despatch-processor' })();
    await expect(deploy(OURS)).rejects.toThrow('belong to another deployment');
    expect(active().every(({ url }) => url.startsWith(THEIRS))).toBe(true);
    await clock.advance(3_700_000);
    await deploy(OURS);
    expect(active().map(({ url }) => url.startsWith(OURS))).toEqual([true, true, true, true, true]);
  });

  it('is taken back by undeployment, and leaves to another what that has taken over', async () => {
    const made = setUp();
    const { deploy, clock, parts, active, type, extension, setRules, partsWith } = made;
    await setRules({ extension: { refuseLateChanges: true } });
    const deployed = partsWith({ EXTENSION_SECRET: 'ext' });
    await deploy(OURS, deployed);
    await clock.runUntil(clearUp(parts, THEIRS));
    expect([active().length, extension()?.key]).toEqual([5, 'peoplevox-order']);
    await clock.runUntil(clearUp(parts, OURS));
    expect([active(), type('peoplevox-delivery'), extension()]).toEqual([[], undefined, undefined]);
  });

  it('is taken back as far as it can be when Peoplevox no longer lets the merchant in; another ends the rest', async () => {
    const { deploy, clock, active, type, partsWith } = setUp();
    await deploy(OURS);
    const left = active()
      .map(({ id }) => id)
      .join(', ');
    const told = await clock.runUntil(clearUp(partsWith({ PEOPLEVOX_PASSWORD: 'closed' }), OURS));
    expect(told).toContainEqual('Callbacks: 0 subscription(s) ended.');
    expect(told).toContainEqual(expect.stringContaining(`could not be asked to end subscription(s) ${left}`));
    expect([active().length, type('peoplevox-delivery'), type('peoplevox-parcel')]).toEqual([
      5,
      undefined,
      undefined,
    ]);
    await deploy(THEIRS);
    expect(active().map(({ url }) => url.startsWith(THEIRS))).toEqual([true, true, true, true, true]);
  });

  it('is taken back as far as it can be when Peoplevox fails on the way; nothing it did not end goes untold', async () => {
    const { deploy, clock, parts, active, type, peoplevox } = setUp();
    await deploy(OURS);
    const [lost, ended, ...left] = active().map(({ id }) => id);
    peoplevox.subscriptions.unsubscribe(lost ?? 0);
    peoplevox.faults.set({ operation: 'UnsubscribeEvent', skip: 2, times: 100, fault: { kind: 'reset' } });
    const told = await clock.runUntil(clearUp(parts, OURS));
    expect(told).toContainEqual('Callbacks: 1 subscription(s) ended.');
    expect(told).toContainEqual(expect.stringContaining(`confirm that subscription ${lost} has ended`));
    expect(told).toContainEqual(expect.stringContaining(`to end subscription(s) ${left.join(', ')}:`));
    expect(active().map(({ id }) => id)).not.toContain(ended);
    expect([active().length, type('peoplevox-delivery')]).toEqual([3, undefined]);
  });
});

describe('a Type that the merchant made', () => {
  it('outlives the deployment', async () => {
    const { deploy, clock, parts, type } = setUp();
    await clock.runUntil(ensureType(parts.api, DELIVERY_TYPE));
    await deploy(OURS);
    const told = await clock.runUntil(clearUp(parts, OURS));
    expect([type(DELIVERY_TYPE.key)?.key, type(PARCEL_TYPE.key)]).toEqual([DELIVERY_TYPE.key, undefined]);
    expect(told.join()).toMatch(/peoplevox-delivery": kept, for it was not created by this connector/);
  });
});

describe('the API extension', () => {
  const headerOf = (made: ReturnType<typeof setUp>) => {
    const destination = made.extension()?.destination;
    return destination?.type === 'HTTP' ? destination : undefined;
  };

  it('exists only while a rule is on, with exactly its triggers', async () => {
    const made = setUp();
    const { deploy, partsWith, setRules, extension } = made;
    const parts = () => partsWith({ EXTENSION_SECRET: 'ext-new;ext-old' });
    await setRules({ extension: { refuseLateChanges: true } });
    await deploy(OURS, parts());
    expect(extension()).toMatchObject({
      triggers: [{ resourceTypeId: 'order', actions: ['Update'], condition: 'syncInfo is not empty' }],
      timeoutInMs: 2_000,
      additionalContext: { includeOldResource: true },
    });
    expect(headerOf(made)).toMatchObject({
      url: `${OURS}/extension`,
      authentication: { type: 'AuthorizationHeader', headerValue: 'Bearer ext-new' },
    });
    await setRules({ extension: { refuseUnexportableOrders: true } });
    await deploy(OURS, parts());
    expect(extension()?.triggers).toEqual([{ resourceTypeId: 'order', actions: ['Create'] }]);
    await setRules({ extension: { refuseUnexportableOrders: true, refuseLateChanges: true } });
    await deploy(OURS, parts());
    expect(extension()?.triggers).toEqual([{ resourceTypeId: 'order', actions: ['Create', 'Update'] }]);
    const { version } = extension() ?? {};
    await deploy(OURS, parts());
    expect(extension()?.version).toBe(version);
    await setRules({});
    await deploy(OURS, parts());
    expect(extension()).toBeUndefined();
  });

  it('gets a new secret without a gap', async () => {
    const made = setUp();
    await made.setRules({ extension: { refuseLateChanges: true } });
    await made.deploy(OURS, made.partsWith({ EXTENSION_SECRET: 'old' }));
    const { id } = made.extension() ?? {};
    await made.deploy(OURS, made.partsWith({ EXTENSION_SECRET: 'new;old' }));
    expect([made.extension()?.id, headerOf(made)?.authentication]).toMatchObject([
      id,
      { headerValue: 'Bearer new' },
    ]);
    expect(made.documents()).not.toMatch(/Bearer|"old"|"new"/);
  });

  it('is not deployed without a secret, which would refuse nothing', async () => {
    const { deploy, setRules, extension, active } = setUp();
    await setRules({ extension: { refuseLateChanges: true } });
    await expect(deploy()).rejects.toThrow('EXTENSION_SECRET is not set');
    expect([extension(), active()]).toEqual([undefined, []]);
  });

  it('is kept in step while the application runs, once a minute', async () => {
    const { deploy, clock, partsWith, setRules, extension } = setUp();
    const deployed = partsWith({ EXTENSION_SECRET: 'ext' });
    await deploy(OURS, deployed);
    const keep = createExtensionKeeper({ ...deployed, secrets: ['ext'] });
    await setRules({ extension: { refuseLateChanges: true } });
    await clock.advance(61_000);
    await expect(clock.runUntil(keep())).resolves.toContain('created');
    await setRules({});
    await clock.advance(59_000);
    await expect(clock.runUntil(keep())).resolves.toContain('created');
    expect(extension()?.key).toBe('peoplevox-order');
    await clock.advance(2_000);
    await expect(clock.runUntil(keep())).resolves.toContain('removed');
    expect(extension()).toBeUndefined();
  });

  it('of a deployment with another secret is left to that', async () => {
    const { deploy, clock, partsWith, setRules, extension } = setUp();
    await setRules({ extension: { refuseLateChanges: true } });
    await deploy(OURS, partsWith({ EXTENSION_SECRET: 'theirs' }));
    await setRules({});
    await clock.advance(61_000);
    const older = partsWith({ EXTENSION_SECRET: 'ours' });
    await expect(clock.runUntil(createExtensionKeeper({ ...older, secrets: ['ours'] })())).resolves.toContain(
      'another secret',
    );
    expect(extension()?.key).toBe('peoplevox-order');
  });
});
