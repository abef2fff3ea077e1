import { createMemoryDocuments } from '../../../sandbox/simulation/memory-documents';
import { Conflict, type Documents } from '../commercetools/documents';
import { codesByOwner, ownerOf } from './codes';
import type { Finding } from './exception';
import { createExceptionStore, exceptionKey } from './store';

const container = 'peoplevox-exceptions';
const order = { type: 'order', id: '6f1c', key: 'A-1001' } as const;
const finding: Finding = {
  code: 'order-invalid',
  subject: order,
  message: 'Order A-1001 was not exported: the postcode is missing.',
  fix: 'Set the postcode of the shipping address.',
};
const key = exceptionKey('order-invalid', order);

let now: number;
let warnings: string[];
let documents: Documents;
const clock = {
  now: () => now,
  after: (_: number, run: () => void) => {
    queueMicrotask(run);
    return () => undefined;
  },
};
const nothing = () => undefined;
const warn = (message: string) => {
  warnings.push(message);
};
const log = { debug: nothing, info: nothing, error: nothing, warn };
const storeOn = (place: Documents) =>
  createExceptionStore({ documents: place, clock, log, world: { random: () => 0.5 } });
const kept = async () => documents.read<Record<string, unknown>>(container, key);
const later = (seconds: number) => {
  now += seconds * 1_000;
};

beforeEach(() => {
  now = Date.parse('2026-08-01T10:00:00.000Z');
  warnings = [];
  documents = createMemoryDocuments(clock);
});

describe('the key of an exception', () => {
  it('is its code, a dot and 16 hexadecimal digits', () => {
    expect(key).toMatch(/^order-invalid\.[0-9a-f]{16}$/);
  });

  it('depends on the type and the id of the subject, and on its key only where there is no id', () => {
    expect(exceptionKey('order-invalid', { ...order, key: 'other' })).toBe(key);
    expect(exceptionKey('order-invalid', { ...order, id: 'other' })).not.toBe(key);
    expect(exceptionKey('order-invalid', { ...order, type: 'payment' })).not.toBe(key);
    expect(exceptionKey('order-invalid', { type: 'order', key: 'A' })).not.toBe(
      exceptionKey('order-invalid', { type: 'order', key: 'B' }),
    );
  });
});

describe('the owner of an exception', () => {
  it('is the team under which its code is listed', () => {
    expect(codesByOwner.finance.map(ownerOf)).toEqual(['finance', 'finance']);
    expect(ownerOf('stock-drift')).toBe('integration');
  });
});

describe('raising', () => {
  it('opens an exception with its owner and times', async () => {
    await storeOn(documents).raise(finding);
    expect((await kept())?.value).toEqual({
      ...finding,
      schemaVersion: 1,
      owner: 'ecommerce',
      status: 'open',
      firstSeenAt: '2026-08-01T10:00:00.000Z',
      lastSeenAt: '2026-08-01T10:00:00.000Z',
      occurrences: 1,
    });
  });

  it('merges a repeat: counts it and keeps the newest words', async () => {
    const store = storeOn(documents);
    await store.raise(finding);
    later(61);
    await store.raise({ ...finding, message: 'The city is missing.', fix: 'Set the city.' });
    expect((await kept())?.value).toMatchObject({
      message: 'The city is missing.',
      fix: 'Set the city.',
      occurrences: 2,
      firstSeenAt: '2026-08-01T10:00:00.000Z',
      lastSeenAt: '2026-08-01T10:01:01.000Z',
    });
  });

  it('writes nothing for a repeat with the same words within 60 s', async () => {
    const store = storeOn(documents);
    await store.raise(finding);
    later(59);
    await store.raise(finding);
    expect((await kept())?.version).toBe(1);
    later(1);
    await store.raise(finding);
    expect((await kept())?.version).toBe(2);
  });

  it('writes a repeat with other words at once', async () => {
    const store = storeOn(documents);
    await store.raise(finding);
    await store.raise({ ...finding, message: 'The city is missing.' });
    expect((await kept())?.value).toMatchObject({ message: 'The city is missing.', occurrences: 2 });
  });

  it('reopens a resolved one: counts on, stands open since now, without the old evidence', async () => {
    const store = storeOn(documents);
    await store.raise(finding);
    await store.resolve('order-invalid', order, 'The order was exported.');
    later(10);
    await store.raise(finding);
    const value = (await kept())?.value;
    expect(value).toMatchObject({ status: 'open', occurrences: 2, firstSeenAt: '2026-08-01T10:00:10.000Z' });
    expect(value).not.toHaveProperty('resolvedAt');
    expect(value).not.toHaveProperty('evidence');
  });

  it('keeps fields that it does not know', async () => {
    const store = storeOn(documents);
    await store.raise(finding);
    await documents.write(container, key, { ...(await kept())?.value, notifiedAt: 'then' }, 1);
    later(61);
    await store.raise(finding);
    expect((await kept())?.value).toMatchObject({ notifiedAt: 'then', occurrences: 2 });
  });

  it('replaces a document that is no exception', async () => {
    await documents.write(container, key, 'damaged', 0);
    await storeOn(documents).raise(finding);
    expect((await kept())?.value).toMatchObject({ status: 'open', occurrences: 1 });
  });

  it('never loses a finding when two are raised at once', async () => {
    await Promise.all([
      storeOn(documents).raise({ ...finding, message: 'One.' }),
      storeOn(documents).raise({ ...finding, message: 'Two.' }),
    ]);
    expect((await kept())?.value).toMatchObject({ occurrences: 2 });
  });

  it('gives up after five conflicts', async () => {
    let writes = 0;
    const contested: Documents = {
      ...documents,
      write: () => {
        writes += 1;
        return Promise.reject(new Conflict('Someone was faster.'));
      },
    };
    await expect(storeOn(contested).raise(finding)).rejects.toThrow(Conflict);
    expect(writes).toBe(5);
  });

  it('does not repeat after another failure than a conflict', async () => {
    let reads = 0;
    const broken: Documents = {
      ...documents,
      read: () => {
        reads += 1;
        return Promise.reject(new Error('The network is down.'));
      },
    };
    await expect(storeOn(broken).raise(finding)).rejects.toThrow('The network is down.');
    expect(reads).toBe(1);
  });
});

describe('resolving', () => {
  it('closes an open exception with its evidence', async () => {
    const store = storeOn(documents);
    await store.raise(finding);
    later(5);
    await store.resolve('order-invalid', order, 'The order was exported.');
    expect((await kept())?.value).toMatchObject({
      status: 'resolved',
      resolvedAt: '2026-08-01T10:00:05.000Z',
      evidence: 'The order was exported.',
      occurrences: 1,
    });
  });

  it('does nothing when there is none, or it is resolved already', async () => {
    const store = storeOn(documents);
    await store.resolve('order-invalid', order, 'First.');
    expect(await kept()).toBeUndefined();
    await store.raise(finding);
    await store.resolve('order-invalid', order, 'First.');
    await store.resolve('order-invalid', order, 'Second.');
    expect(await kept()).toMatchObject({ version: 2, value: { evidence: 'First.' } });
  });
});

describe('forgetting', () => {
  it('removes the document, and does nothing when there is none', async () => {
    const store = storeOn(documents);
    await store.forget('order-invalid', order);
    await store.raise(finding);
    await store.forget('order-invalid', order);
    expect(await kept()).toBeUndefined();
  });
});

describe('an exception that a later version wrote', () => {
  const newer = { schemaVersion: 2, state: 'OPEN' };

  it('is neither merged nor resolved, and that is logged', async () => {
    await documents.write(container, key, newer, 0);
    const store = storeOn(documents);
    await store.raise(finding);
    await store.resolve('order-invalid', order, 'The order was exported.');
    expect(await kept()).toMatchObject({ version: 1, value: newer });
    expect(warnings).toHaveLength(2);
  });

  it('is removed when it must be forgotten', async () => {
    await documents.write(container, key, newer, 0);
    await storeOn(documents).forget('order-invalid', order);
    expect(await kept()).toBeUndefined();
  });
});
