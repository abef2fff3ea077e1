import {
  createServerClock,
  lifeSignOf,
  madeHere,
  type Documents,
} from 'peoplevox-connector-shared/commercetools';
import { rulesSchema } from 'peoplevox-connector-shared/configuration';
import { neededColumns, templates } from 'peoplevox-connector-shared/orders';
import { PeoplevoxError, type PeoplevoxClient } from 'peoplevox-connector-shared/peoplevox';
import { orderMessages } from '../messages';
import { createDocumentShelf, createManualClock } from '../stand-ins.fixture';
import { prepare } from './prepare';
import { createProject } from './project.fixture';

const ours = { type: 'GoogleCloudPubSub', projectId: 'p', topic: 'ours' } as const;
const theirs = { ...ours, topic: 'theirs' };
const LIFE_SIGN = lifeSignOf('order-export');
const KEY = 'peoplevox-order-export';
const PEOPLEVOX = {
  url: 'https://peoplevox.example',
  clientId: 'tenant',
  username: 'order-export',
  password: 'secret',
  passwordEncoding: 'base64',
  timeZone: 'Europe/London',
  requestsPer15Seconds: 7,
} as const;
const rules = rulesSchema.parse({ defaultServiceType: 'RM48' });

const unused = () => Promise.reject(new Error('A deployment does not use this operation.'));
function peoplevox(overrides: Partial<PeoplevoxClient> = {}): PeoplevoxClient {
  const needed = neededColumns(rules);
  return {
    authenticate: async () => undefined,
    getSaveTemplate: async (name) => needed[templates.find((template) => template === name) ?? 'Customers'],
    getData: async () => ({
      totalCount: 1,
      columns: ['Name', 'Reference'],
      rows: [{ Name: 'Main', Reference: 'PrimarySite' }],
    }),
    getReportData: unused,
    streamReportData: unused,
    getReportColumns: unused,
    saveData: unused,
    subscribeEvent: unused,
    subscribePostEvent: unused,
    unsubscribeEvent: unused,
    ...overrides,
  };
}

function setUp(client = peoplevox(), change: (real: Documents) => Partial<Documents> = () => ({})) {
  const clock = createManualClock();
  const { project, settings, ...rest } = createProject(clock);
  const shelf = createDocumentShelf(clock);
  const documents = { ...shelf, ...change(shelf) };
  const serverClock = createServerClock(shelf, clock);
  const run = (destination = ours) =>
    prepare({
      ...rest,
      settings: { commercetools: settings, peoplevox: PEOPLEVOX },
      documents,
      serverClock,
      client,
      rules: async () => rules,
      exceptions: { resolve: async () => undefined },
      destination,
    });
  const configuration = () => shelf.read('peoplevox-connector', 'configuration');
  return { clock, project, shelf, run, configuration };
}

const subscription = (destination: object) => ({ id: 's', version: 1, key: KEY, destination, messages: [] });
const channel = {
  id: 'c',
  version: 1,
  key: 'peoplevox',
  roles: ['OrderExport'],
  createdAt: '2026-01-01T00:00:00.000Z',
};

describe('a first deployment', () => {
  it('creates Channel and Subscription, and rules that send nothing', async () => {
    const { project, run, configuration } = setUp();
    const told = (await run()).join('\n');
    expect(project.channels.get('peoplevox')).toMatchObject({ roles: ['OrderExport'] });
    expect(project.subscriptions.get(KEY)).toMatchObject({
      destination: ours,
      messages: [{ resourceTypeId: 'order', types: [...orderMessages] }],
    });
    await expect(configuration()).resolves.toMatchObject({ value: { mode: { orders: 'shadow' } } });
    expect(told).toMatch(/Channel "peoplevox": created/);
    expect(told).toMatch(/shadow mode/);
    expect(told).toMatch(/Please note: unpaid orders/);
  });

  it('remembers the Channel that it created, and none that was there', async () => {
    const first = setUp();
    await first.run();
    await first.run();
    await expect(madeHere(first.shelf)).resolves.toEqual(new Set(['peoplevox-id']));
    const second = setUp();
    second.project.channels.set('peoplevox', channel);
    await second.run();
    await expect(madeHere(second.shelf)).resolves.toEqual(new Set());
  });

  it('leaves rules alone that a person has written before', async () => {
    const { shelf, run, configuration } = setUp();
    await shelf.write('peoplevox-connector', 'configuration', { mode: { orders: 'live' } }, 0);
    await run();
    await expect(configuration()).resolves.toMatchObject({ version: 1, value: { mode: { orders: 'live' } } });
  });

  it('is one again when it broke off before the rules were written', async () => {
    let isBroken = true;
    const { run, configuration } = setUp(peoplevox(), (real) => ({
      write: (container, key, value, version) =>
        isBroken && key === 'configuration'
          ? Promise.reject(new Error('store away'))
          : real.write(container, key, value, version),
    }));
    await expect(run()).rejects.toThrow('store away');
    isBroken = false;
    await run();
    await expect(configuration()).resolves.toMatchObject({ value: { mode: { orders: 'shadow' } } });
  });

  it('is one although the Channel is there already, of an earlier installation or made by hand', async () => {
    const { project, run, configuration } = setUp();
    project.channels.set('peoplevox', channel);
    await run();
    await expect(configuration()).resolves.toMatchObject({ value: { mode: { orders: 'shadow' } } });
  });
});

describe('a further deployment', () => {
  it('changes nothing where all is as it should be', async () => {
    const { project, run } = setUp();
    await run();
    project.writes.length = 0;
    await expect(run()).resolves.toContain(`Subscription "${KEY}": as it should be.`);
    expect(project.writes).toEqual([]);
  });

  it('writes no rules where they were removed: a merchant may live by the defaults', async () => {
    const { project, shelf, run, configuration } = setUp();
    project.channels.set('peoplevox', channel);
    await shelf.write('peoplevox-connector', 'configuration-valid', { schemaVersion: 1 }, 0);
    const told = await run();
    await expect(configuration()).resolves.toBeUndefined();
    expect(told[0]).toContain(
      'there already. Orders created before 2026-01-01T00:00:00.000Z are never exported.',
    );
  });
});

describe('the Subscription of another deployment', () => {
  it('is not taken from one that showed life within the hour', async () => {
    const { clock, project, shelf, run } = setUp();
    project.subscriptions.set(KEY, subscription(theirs));
    await shelf.write(LIFE_SIGN.container, LIFE_SIGN.key, {}, 0);
    await clock.advance(3_600_000);
    await expect(run()).rejects.toMatchObject({ name: 'NotDeployable' });
    expect(project.subscriptions.get(KEY)).toMatchObject({ destination: theirs });
    await clock.advance(1);
    await run();
    expect(project.subscriptions.get(KEY)).toMatchObject({ destination: ours });
  });

  it('is taken over where none ever showed life', async () => {
    const { project, run } = setUp();
    project.subscriptions.set(KEY, subscription(theirs));
    await run();
    expect(project.subscriptions.get(KEY)).toMatchObject({ destination: ours });
  });

  it('is no other one when its destination is ours, however much we live', async () => {
    const { project, shelf, run } = setUp();
    project.subscriptions.set(KEY, subscription(ours));
    await shelf.write(LIFE_SIGN.container, LIFE_SIGN.key, {}, 0);
    await expect(run()).resolves.toBeDefined();
  });
});

describe('what keeps a deployment from working', () => {
  it('is named all at once, and the Subscription stays as it is', async () => {
    const { project, shelf, run } = setUp(peoplevox({ getSaveTemplate: async () => ['Reference'] }));
    project.subscriptions.set(KEY, subscription(theirs));
    await shelf.write(LIFE_SIGN.container, LIFE_SIGN.key, {}, 0);
    const deploying = run();
    await expect(deploying).rejects.toMatchObject({ name: 'NotDeployable' });
    for (const words of [
      /another deployment/,
      /"Customers" lacks/,
      /"Sales orders" lacks/,
      /"Sales order items" lacks/,
    ])
      await expect(deploying).rejects.toThrow(words);
    expect(project.subscriptions.get(KEY)).toMatchObject({ destination: theirs });
  });

  it('may be scopes that the API client lacks, each with what it is needed for', async () => {
    const { project, run } = setUp();
    project.scopes =
      'manage_orders:mug-shop view_channels:mug-shop manage_subscriptions:other-shop manage_key_value_documents:mug-shop';
    const deploying = run();
    await expect(deploying).rejects.toThrow(/scope manage_channels:mug-shop, needed to keep the Channel/);
    await expect(deploying).rejects.toThrow(/scope manage_subscriptions:mug-shop, needed to keep the Subscr/);
    await expect(deploying).rejects.not.toThrow(/manage_orders|view_/);
    expect(project.writes).toEqual([]);
  });

  it('may be a site that Peoplevox does not have', async () => {
    const getData = async () => ({ totalCount: 1, columns: ['Reference'], rows: [{ Reference: 'North' }] });
    const { run } = setUp(peoplevox({ getData }));
    await expect(run()).rejects.toThrow(
      'Site PrimarySite of the rules is not in Peoplevox, which has: North.',
    );
  });

  it('may be the log-in to Peoplevox', async () => {
    const refused = new PeoplevoxError('credentials', 'Authenticate', 'Peoplevox refused the log-in.');
    const { project, run } = setUp(peoplevox({ authenticate: () => Promise.reject(refused) }));
    await expect(run()).rejects.toThrow('Peoplevox refused the log-in.');
    expect(project.subscriptions.size).toBe(0);
  });
});
