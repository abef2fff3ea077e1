import { createMemoryDocuments } from '../../../sandbox/simulation/memory-documents';
import type { Documents } from '../commercetools/documents';
import { createExceptionStore, exceptionKey } from '../exceptions';
import { firstInstallation } from './documents';
import { rulesSchema } from './rules';
import { createRulesSource, RulesUnavailable } from './rules-source';

const container = 'peoplevox-connector';
const minute = 60_000;
const key = exceptionKey('configuration-invalid', { type: 'configuration', key: 'configuration' });

let now: number;
let documents: Documents;
let reads: string[];
let offline: boolean;
const clock = {
  now: () => now,
  after: (_: number, run: () => void) => {
    queueMicrotask(run);
    return () => undefined;
  },
};
const quiet = () => undefined;
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };

/** A process that starts now. */
function start(place: Documents = documents) {
  const watched: Documents = {
    ...place,
    read: <T>(from: string, named: string) => {
      reads.push(`${from}/${named}`);
      return offline ? Promise.reject(new Error('The network is down.')) : place.read<T>(from, named);
    },
  };
  return createRulesSource({
    documents: watched,
    exceptions: createExceptionStore({ documents: place, clock, log, world: { random: () => 0.5 } }),
    clock,
    log,
  });
}

async function publish(document: unknown) {
  const stored = await documents.read(container, 'configuration');
  await documents.write(container, 'configuration', document, stored?.version ?? 0);
}
/** Somebody removes the document; the connector has seen it before. */
async function withdraw() {
  await publish({});
  await start().current();
  const stored = await documents.read(container, 'configuration');
  await documents.remove(container, 'configuration', stored?.version ?? 0);
  reads = [];
}
const exception = async () =>
  (await documents.read<Record<string, unknown>>('peoplevox-exceptions', key))?.value;
const copy = () => documents.read<Record<string, unknown>>(container, 'configuration-valid');
const paused = { orderExport: { pace: 'pause' } };
const faulty = { mode: { orders: 'on' }, orderExport: { pace: 'halt' } };

beforeEach(() => {
  now = Date.parse('2026-08-01T10:00:00.000Z');
  reads = [];
  offline = false;
  documents = createMemoryDocuments(clock);
});

describe('the rules in force', () => {
  it('are all defaults, version 0, where the document was removed', async () => {
    await withdraw();
    expect(await start().current()).toEqual({ rules: rulesSchema.parse({}), version: 0 });
  });

  it('are those of the document, with its version', async () => {
    await publish({});
    await publish(paused);
    expect(await start().current()).toEqual({ rules: rulesSchema.parse(paused), version: 2 });
  });

  it('are read again after 60 s, and not before', async () => {
    const source = start();
    await source.current();
    await publish(paused);
    now += minute - 1;
    expect((await source.current()).version).toBe(0);
    now += 1;
    expect((await source.current()).rules.orderExport.pace).toBe('pause');
  });

  it('are read once for all who ask at the same time', async () => {
    const source = start();
    await Promise.all([source.current(), source.current(), source.current()]);
    expect(reads.filter((read) => read === `${container}/configuration`)).toHaveLength(1);
  });
});

describe('a document with faults', () => {
  it('leaves the last valid one in force and raises one exception that names every fault', async () => {
    await publish(paused);
    const source = start();
    await source.current();
    await publish(faulty);
    now += minute;
    expect(await source.current()).toMatchObject({ version: 1, rules: { orderExport: { pace: 'pause' } } });
    const raised = await exception();
    expect(raised).toMatchObject({
      status: 'open',
      owner: 'integration',
      subject: { type: 'configuration', key: 'configuration' },
    });
    expect(raised?.message).toContain('mode.orders: must be one of');
    expect(raised?.message).toContain('orderExport.pace: must be one of');
    expect(raised?.message).toContain('the last valid one (version 1) stays in force');
  });

  it('leaves the last valid one in force across a restart', async () => {
    await publish(paused);
    await start().current();
    await publish(faulty);
    expect(await start().current()).toMatchObject({ version: 1, rules: { orderExport: { pace: 'pause' } } });
  });

  it('leaves in force what another process has seen last', async () => {
    const source = start();
    await source.current();
    await publish(paused);
    await start().current();
    await publish(faulty);
    now += minute;
    expect(await source.current()).toMatchObject({ version: 1, rules: { orderExport: { pace: 'pause' } } });
  });

  it('leaves in force what this process has seen last when no copy could be kept', async () => {
    await publish(paused);
    const source = start({ ...documents, write: () => Promise.reject(new Error('Forbidden.')) });
    await source.current();
    await publish(faulty);
    now += minute;
    expect(await source.current()).toMatchObject({ version: 1, rules: { orderExport: { pace: 'pause' } } });
  });

  it('leaves the defaults in force when there was no document before', async () => {
    await withdraw();
    await start().current();
    await publish(faulty);
    expect(await start().current()).toEqual({ rules: rulesSchema.parse({}), version: 0 });
  });

  it('rejects, naming the faults, when no valid document is known, and is tried again after 5 s', async () => {
    await publish(faulty);
    const source = start();
    await expect(source.current()).rejects.toThrow(RulesUnavailable);
    await expect(source.current()).rejects.toThrow('mode.orders: must be one of');
    expect((await exception())?.message).toContain('nothing is processed');
    await publish(paused);
    now += 5_000;
    expect((await source.current()).version).toBe(2);
  });

  it('still works by the last valid one when the exception cannot be kept', async () => {
    await publish(paused);
    await start().current();
    await publish(faulty);
    const source = start({
      ...documents,
      write: () => Promise.reject(new Error('The network is down.')),
    });
    expect((await source.current()).version).toBe(1);
    expect(await exception()).toBeUndefined();
  });

  it('resolves its exception by itself once it is valid', async () => {
    const source = start();
    await source.current();
    await publish(faulty);
    now += minute;
    await source.current();
    await publish(paused);
    now += minute;
    expect((await source.current()).version).toBe(2);
    expect(await exception()).toMatchObject({
      status: 'resolved',
      evidence: 'Version 2 of the document is valid.',
    });
  });

  it('resolves the exception of an earlier process too', async () => {
    await publish(faulty);
    await expect(start().current()).rejects.toThrow(RulesUnavailable);
    await publish(paused);
    await start().current();
    expect((await exception())?.status).toBe('resolved');
  });
});

describe('the copy of the last valid document', () => {
  it('holds the document as it was written, and its version', async () => {
    await publish(paused);
    await start().current();
    expect((await copy())?.value).toEqual({ schemaVersion: 1, sourceVersion: 1, document: paused });
  });

  it('is written only when the document changed', async () => {
    await publish(paused);
    const source = start();
    await source.current();
    now += minute;
    await source.current();
    await start().current();
    expect((await copy())?.version).toBe(1);
    await publish({});
    now += minute;
    await source.current();
    expect(await copy()).toMatchObject({ version: 2, value: { sourceVersion: 2, document: {} } });
  });

  it('is written at a later reading when the first attempt failed', async () => {
    await publish({});
    let broken = true;
    const source = start({
      ...documents,
      write: (...change) =>
        broken ? Promise.reject(new Error('The network is down.')) : documents.write(...change),
    });
    expect((await source.current()).version).toBe(1);
    broken = false;
    now += minute;
    await source.current();
    expect((await copy())?.version).toBe(1);
  });
});

describe('a document that cannot be read', () => {
  it('leaves the rules read last in force for 10 minutes, and no longer', async () => {
    await publish(paused);
    const source = start();
    await source.current();
    offline = true;
    now += 10 * minute - 1;
    expect((await source.current()).version).toBe(1);
    now += 1;
    await expect(source.current()).rejects.toThrow(RulesUnavailable);
    offline = false;
    now += 5_000;
    expect((await source.current()).version).toBe(1);
  });

  it('rejects at once when nothing was ever read', async () => {
    offline = true;
    await expect(start().current()).rejects.toThrow('could not be read: The network is down.');
  });

  it('is not asked for again within 5 s', async () => {
    offline = true;
    const source = start();
    await expect(source.current()).rejects.toThrow(RulesUnavailable);
    now += 4_999;
    await expect(source.current()).rejects.toThrow(RulesUnavailable);
    expect(reads).toHaveLength(1);
  });
});

describe('a first installation', () => {
  it('starts with every mode in shadow', async () => {
    expect(await firstInstallation(documents)).toBe(true);
    expect((await start().current()).rules.mode).toEqual({
      orders: 'shadow',
      stock: 'shadow',
      despatch: 'shadow',
    });
  });

  it('is one although an application has read the rules before, and nothing is live until it is done', async () => {
    const early = await start().current();
    expect(new Set(Object.values(early.rules.mode))).toEqual(new Set(['shadow']));
    expect(await firstInstallation(documents)).toBe(true);
  });

  it('is none where the connector has worked by a document that is gone', async () => {
    await withdraw();
    expect(await firstInstallation(documents)).toBe(false);
  });

  it('leaves a document that is there as it is', async () => {
    await publish(paused);
    expect(await firstInstallation(documents)).toBe(false);
    expect((await documents.read(container, 'configuration'))?.value).toEqual(paused);
  });

  it('passes on other failures than a conflict', async () => {
    const broken = { ...documents, write: () => Promise.reject(new Error('The network is down.')) };
    await expect(firstInstallation(broken)).rejects.toThrow('The network is down.');
  });
});
