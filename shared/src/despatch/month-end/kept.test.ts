import { createMemoryDocuments } from '../../../../sandbox/simulation/memory-documents';
import type { Documents } from '../../commercetools/documents';
import { figuresOf } from './figures';
import { keepChunk, keepPrepared, MONTH_END_CONTAINER, readPrepared, readRows, summedBy } from './kept';
import type { MonthEndRow } from './rows';

const clock = { now: () => Date.parse('2026-04-01T01:00:00Z'), after: () => () => undefined };
const MONTH = '2026-03';

function row(index: number): MonthEndRow {
  return {
    orderNumber: `GB-${index}`,
    orderId: `id-${index}`,
    currency: 'GBP',
    decimals: 2,
    placedOn: '2026-03-02',
    figures: figuresOf({ orderedUnits: index }),
  };
}

async function prepare(documents: Documents, build: string, chunks: number): Promise<void> {
  for (let index = 0; index < chunks; index += 1)
    await keepChunk(documents, MONTH, { build }, index, [row(index)]);
  const rows = Array.from({ length: chunks }, (_, index) => row(index));
  const at = '2026-04-01T01:00:00.000Z';
  await keepPrepared(documents, {
    month: MONTH,
    build,
    chunks,
    rows: chunks,
    startedAt: at,
    preparedAt: at,
    zone: 'Europe/London',
    sums: summedBy({}, rows),
  });
}

async function prepared(documents: Documents) {
  const found = await readPrepared(documents, MONTH);
  if (found === undefined) throw new Error('It is not prepared.');
  return found;
}

async function keysOf(documents: Documents): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of documents.list(MONTH_END_CONTAINER)) keys.push(key);
  return keys;
}

describe('a prepared month', () => {
  it('is read in order and only a few parts ahead, however many it has', async () => {
    const documents = createMemoryDocuments(clock);
    await prepare(documents, 'one', 50);
    let reads = 0;
    const counted: Documents = {
      ...documents,
      read: (...args) => {
        reads += 1;
        return documents.read(...args);
      },
    };
    const month = await prepared(documents);
    const numbers: string[] = [];
    for await (const rows of readRows(counted, month)) {
      numbers.push(...rows.map(({ orderNumber }) => orderNumber));
      expect(reads - numbers.length).toBeLessThan(4);
    }
    expect(numbers).toEqual(Array.from({ length: 50 }, (_, index) => `GB-${index}`));
  });

  it('can be empty', async () => {
    const documents = createMemoryDocuments(clock);
    await prepare(documents, 'none', 0);
    const parts: (readonly MonthEndRow[])[] = [];
    for await (const rows of readRows(documents, await prepared(documents))) parts.push(rows);
    expect(parts.flat()).toEqual([]);
  });

  it('stays readable to its end while a newer one takes its place; the one before it goes', async () => {
    const documents = createMemoryDocuments(clock);
    await prepare(documents, 'one', 2);
    await prepare(documents, 'two', 3);
    const begun = await prepared(documents);
    await prepare(documents, 'three', 1);
    const rows: MonthEndRow[] = [];
    for await (const some of readRows(documents, begun)) rows.push(...some);
    expect(rows).toHaveLength(3);
    expect((await prepared(documents)).build).toBe('three');
    expect((await keysOf(documents)).filter((key) => key.includes('.one.'))).toEqual([]);
  });

  it('is the same when it is kept twice, as after a crash', async () => {
    const documents = createMemoryDocuments(clock);
    await prepare(documents, 'one', 2);
    await prepare(documents, 'two', 2);
    const once = await prepared(documents);
    await prepare(documents, 'two', 2);
    await expect(prepared(documents)).resolves.toEqual(once);
    expect((await keysOf(documents)).filter((key) => key.includes('.one.'))).toHaveLength(2);
  });
});
