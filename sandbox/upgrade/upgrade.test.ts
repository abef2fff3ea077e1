import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { readDeployment } from '../../despatch-processor/src/deployment-record';
import { madeHere } from '../../shared/src/commercetools';
import { createRulesSource } from '../../shared/src/configuration';
import { createAskRecord } from '../../shared/src/despatch/capture/asks';
import { createHints } from '../../shared/src/despatch/hints';
import { createWrittenStore } from '../../shared/src/despatch/written';
import { createExceptionStore, exceptionKey } from '../../shared/src/exceptions';
import { readLedger, rememberTemplates } from '../../shared/src/orders';
import type { PeoplevoxClient } from '../../shared/src/peoplevox';
import { createLog } from '../../shared/src/runtime';
import { STATE_KEY, stateDocument } from '../../shared/src/stock/state';
import { createMemoryDocuments } from '../simulation/memory-documents';
import { createVirtualClock } from '../simulation/virtual-clock';

const recorded = z.array(z.object({ container: z.string(), key: z.string(), value: z.unknown() }));
const exception = z.looseObject({
  code: z.string(),
  subject: z.looseObject({ type: z.string() }),
  occurrences: z.number(),
});

const versions = readdirSync(__dirname)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace(/\.json$/, ''));

/** A project in which that version of the connector has worked until now. */
async function projectOf(version: string) {
  const list = recorded.parse(JSON.parse(readFileSync(join(__dirname, `${version}.json`), 'utf8')));
  const clock = createVirtualClock(Date.UTC(2026, 2, 2, 9, 10));
  const world = { clock, random: () => 0.5 };
  const documents = createMemoryDocuments(clock, () => true);
  for (const { container, key, value } of list) await documents.write(container, key, value, 0);
  const log = createLog({ level: 'error', write: () => undefined, clock });
  const keyIn = (container: string, beginning = '') =>
    list.find((one) => one.container === container && one.key.startsWith(beginning))?.key ?? 'not recorded';
  const valueOf = (container: string, beginning = '') =>
    list.find((one) => one.container === container && one.key.startsWith(beginning))?.value;
  return { clock, world, documents, log, keyIn, valueOf, list };
}

describe.each(versions)('what version %s left in the project', (version) => {
  it('is of every container that the connector keeps for longer than a run', async () => {
    const { list } = await projectOf(version);
    expect([...new Set(list.map(({ container }) => container))].sort()).toEqual([
      'peoplevox-audit',
      'peoplevox-captures',
      'peoplevox-connector',
      'peoplevox-exceptions',
      'peoplevox-hints',
      'peoplevox-month-end',
      'peoplevox-orders',
    ]);
  });

  it('is read: the ledger', async () => {
    const { documents, keyIn, valueOf } = await projectOf(version);
    const entry = await readLedger(documents, keyIn('peoplevox-orders'));
    expect(entry?.value).toMatchObject({ state: 'exported', salesOrders: [{ site: 'PrimarySite' }] });
    expect(entry?.value).toEqual(expect.objectContaining(valueOf('peoplevox-orders') as object));
  });

  it('is read: hints', async () => {
    const { documents, world, keyIn, valueOf } = await projectOf(version);
    const hint = await createHints(documents, world).read(keyIn('peoplevox-hints'));
    expect(hint?.value).toEqual(valueOf('peoplevox-hints'));
  });

  it('is read: what was captured', async () => {
    const { documents, world, keyIn } = await projectOf(version);
    const { version: at, list } = await createAskRecord(documents, world).read(keyIn('peoplevox-captures'));
    expect([at, list]).toEqual([1, [expect.objectContaining({ amount: 1250, known: ['charge'] })]]);
  });

  it('is read: exceptions, which go on counting', async () => {
    const { documents, world, clock, log, keyIn } = await projectOf(version);
    const key = keyIn('peoplevox-exceptions', 'change-too-late');
    const before = exception.parse((await documents.read('peoplevox-exceptions', key))?.value);
    const subject = before.subject as Parameters<typeof exceptionKey>[1];
    expect(exceptionKey('change-too-late', subject)).toBe(key);
    await clock.advance(120_000);
    await clock.runUntil(
      createExceptionStore({ documents, clock, log, world }).raise({
        code: 'change-too-late',
        subject,
        message: 'm',
        fix: 'f',
      }),
    );
    expect((await documents.read('peoplevox-exceptions', key))?.value).toMatchObject({
      occurrences: before.occurrences + 1,
    });
  });

  it('is read: the rules, and the copy of the last valid ones', async () => {
    const { documents, clock, log, world } = await projectOf(version);
    const exceptions = createExceptionStore({ documents, clock, log, world });
    const rules = () => createRulesSource({ documents, exceptions, clock, log }).current();
    const inForce = await clock.runUntil(rules());
    expect(inForce.rules).toMatchObject({ mode: { orders: 'live' }, defaultServiceType: 'RM48' });
    await documents.write('peoplevox-connector', 'configuration', { mode: 'nonsense' }, 1);
    expect((await clock.runUntil(rules())).rules).toEqual(inForce.rules);
  });

  it('is read: what the deployment registered, so that the next one takes it over', async () => {
    const { documents } = await projectOf(version);
    const record = await readDeployment(documents);
    expect(record?.service).toBe('https://connect.test/despatch-processor');
    expect(record?.subscriptions.length).toBeGreaterThan(0);
    // Channel and two Types: removed with the last deployment.
    expect((await madeHere(documents)).size).toBe(3);
  });

  it('is read: how far stock was imported', async () => {
    const { documents, valueOf } = await projectOf(version);
    const state = await stateDocument(documents, () => undefined).load();
    expect(state).toEqual(expect.objectContaining(valueOf('peoplevox-connector', STATE_KEY) as object));
    expect(state?.full).toBeDefined();
  });

  it('is read: what was written to orders, and the columns of templates', async () => {
    const { documents, world, clock, keyIn } = await projectOf(version);
    const orderId = keyIn('peoplevox-audit', 'despatch.').slice('despatch.'.length);
    expect((await createWrittenStore(documents, world).read(orderId)).size).toBeGreaterThan(0);
    const asked: string[] = [];
    const client = {
      getSaveTemplate: async (name: string) => {
        asked.push(name);
        return [];
      },
    } as object as PeoplevoxClient;
    expect(await rememberTemplates(client, documents, clock).getSaveTemplate('Customers')).toContain(
      'Reference',
    );
    expect(asked).toEqual([]);
  });
});
