import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { CommercetoolsError } from './commercetools-error';
import { Conflict, createDocuments, type Stored } from './documents';
import { type Script, createScripted, json, refusal } from './fixtures/scripted-commercetools';

const scripted = (script: Script) => createScripted(createVirtualClock(Date.UTC(2026, 0, 5, 9)), script);

function customObject(key: string, value: unknown, version = 1) {
  const at = '2026-01-05T09:00:00.250Z';
  return { id: `id-${key}`, container: 'box', key, value, version, createdAt: at, lastModifiedAt: at };
}

const expected: Stored<unknown> = {
  container: 'box',
  key: 'k',
  value: { a: 1 },
  version: 7,
  lastModifiedAt: Date.UTC(2026, 0, 5, 9, 0, 0, 250),
};

function open(answer: Script['answer']) {
  const client = scripted({ answer });
  return { ...client, documents: createDocuments(client.api) };
}

describe('documents', () => {
  it('are read by container and key', async () => {
    const { documents, sent } = open(() => json(200, customObject('k', { a: 1 }, 7)));
    await expect(documents.read('box', 'k')).resolves.toEqual(expected);
    expect(sent[0]).toMatchObject({ method: 'GET', path: 'custom-objects/box/k' });
  });

  it('are undefined where there are none', async () => {
    const { documents } = open(() => refusal(404, 'ResourceNotFound'));
    await expect(documents.read('box', 'k')).resolves.toBeUndefined();
  });

  it('are not taken for absent when reading them is refused', async () => {
    const { documents } = open(() => refusal(403, 'insufficient_scope'));
    await expect(documents.read('box', 'k')).rejects.toBeInstanceOf(CommercetoolsError);
  });

  it.each([0, 6])('are written onto version %d only', async (version) => {
    const { documents, sent } = open(() => json(200, customObject('k', { a: 1 }, 7)));
    await expect(documents.write('box', 'k', { a: 1 }, version)).resolves.toEqual(expected);
    expect(sent[0]).toMatchObject({
      method: 'POST',
      path: 'custom-objects',
      body: { container: 'box', key: 'k', value: { a: 1 }, version },
    });
  });

  it('reject with Conflict when another version is stored', async () => {
    const { documents } = open(() => refusal(409, 'ConcurrentModification'));
    await expect(documents.write('box', 'k', {}, 1)).rejects.toBeInstanceOf(Conflict);
    await expect(documents.remove('box', 'k', 1)).rejects.toBeInstanceOf(Conflict);
  });

  it('are removed at one version only, and say whether they were there', async () => {
    const { documents, sent } = open((_, turn) =>
      turn === 0 ? json(200, customObject('k', {})) : refusal(404, 'ResourceNotFound'),
    );
    await expect(documents.remove('box', 'k', 4)).resolves.toBe(true);
    await expect(documents.remove('box', 'k', 4)).resolves.toBe(false);
    expect(sent[0]).toMatchObject({ method: 'DELETE', path: 'custom-objects/box/k' });
    expect(sent[0]?.query.get('version')).toBe('4');
  });

  it('are listed page by page after the last id, without counting them', async () => {
    const page = (from: number, count: number) => ({
      results: Array.from({ length: count }, (_, index) => customObject(`k${from + index}`, from + index)),
    });
    const { documents, sent } = open((_, turn) => json(200, turn === 0 ? page(0, 500) : page(500, 3)));
    const values: unknown[] = [];
    for await (const { value } of documents.list('box', 'value(status = "open")')) values.push(value);
    expect(values).toEqual(Array.from({ length: 503 }, (_, index) => index));
    expect(sent.map(({ path, query }) => [path, query.getAll('where')])).toEqual([
      ['custom-objects/box', ['value(status = "open")']],
      ['custom-objects/box', ['value(status = "open")', 'id > "id-k499"']],
    ]);
    expect(Object.fromEntries(sent[0]?.query ?? [])).toMatchObject({
      sort: 'id asc',
      limit: '500',
      withTotal: 'false',
    });
  });

  it('are asked for once more after a full page, which may have been the last', async () => {
    const full = { results: Array.from({ length: 500 }, (_, index) => customObject(`k${index}`, index)) };
    const { documents, sent } = open((_, turn) => json(200, turn === 0 ? full : { results: [] }));
    let count = 0;
    for await (const document of documents.list('box')) count += document.version;
    expect(count).toBe(500);
    expect(sent).toHaveLength(2);
  });

  it.each(['', 'a/b', 'ä', 'k'.repeat(257)])('are refused under the key %p without a call', async (key) => {
    const { documents, sent } = open(() => json(200, customObject('k', {})));
    await expect(documents.write('box', key, {}, 0)).rejects.toThrow(RangeError);
    await expect(documents.read('box', key)).rejects.toThrow(RangeError);
    expect(sent).toHaveLength(0);
  });
});
