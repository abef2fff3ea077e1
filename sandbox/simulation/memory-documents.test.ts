import { Conflict, type Documents } from '../../shared/src/commercetools/documents';
import { createMemoryDocuments } from './memory-documents';

let now: number;
let documents: Documents;
const clock = { now: () => now, after: () => () => undefined };

beforeEach(() => {
  now = 1_000;
  documents = createMemoryDocuments(clock);
});

describe('documents in memory', () => {
  it('count versions from 1 and tell when they were last written', async () => {
    await documents.write('c', 'k', { a: 1 }, 0);
    now = 2_000;
    await documents.write('c', 'k', { a: 2 }, 1);
    expect(await documents.read('c', 'k')).toEqual({
      container: 'c',
      key: 'k',
      value: { a: 2 },
      version: 2,
      lastModifiedAt: 2_000,
    });
  });

  it('refuse to write onto another version than the stored one', async () => {
    await documents.write('c', 'k', 1, 0);
    await expect(documents.write('c', 'k', 2, 0)).rejects.toThrow(Conflict);
    await expect(documents.write('c', 'k', 2, 5)).rejects.toThrow(Conflict);
    await expect(documents.write('c', 'absent', 2, 1)).rejects.toThrow(Conflict);
    expect((await documents.read('c', 'k'))?.value).toBe(1);
  });

  it('let exactly one of two concurrent writers win', async () => {
    const outcomes = await Promise.allSettled([
      documents.write('c', 'k', 1, 0),
      documents.write('c', 'k', 2, 0),
    ]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected']);
  });

  it('remove only the version that was named, and say whether there was one', async () => {
    await documents.write('c', 'k', 1, 0);
    await expect(documents.remove('c', 'k', 2)).rejects.toThrow(Conflict);
    expect(await documents.remove('c', 'k', 1)).toBe(true);
    expect(await documents.remove('c', 'k', 1)).toBe(false);
    expect(await documents.read('c', 'k')).toBeUndefined();
    expect((await documents.write('c', 'k', 1, 0)).version).toBe(1);
  });

  it('are not changed by what a caller does to its object afterwards', async () => {
    const value = { list: [1] };
    const written = await documents.write('c', 'k', value, 0);
    value.list.push(2);
    written.value.list.push(3);
    expect((await documents.read('c', 'k'))?.value).toEqual({ list: [1] });
  });

  it('do not keep fields that are null', async () => {
    await documents.write('c', 'k', { a: null, b: [null, { c: null, d: 0 }] }, 0);
    expect((await documents.read('c', 'k'))?.value).toEqual({ b: [null, { d: 0 }] });
  });

  it('list one container, narrowed by the given reading of predicates', async () => {
    const open = createMemoryDocuments(clock, (where, document) => where === `key="${document.key}"`);
    await open.write('c', 'a', 1, 0);
    await open.write('c', 'b', 2, 0);
    await open.write('other', 'a', 3, 0);
    const keys = async (where?: string) => {
      const found: string[] = [];
      for await (const document of open.list('c', where)) found.push(document.key);
      return found;
    };
    expect(await keys()).toEqual(['a', 'b']);
    expect(await keys('key="b"')).toEqual(['b']);
  });
});
