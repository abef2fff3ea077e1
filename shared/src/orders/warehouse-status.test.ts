import { createMemoryDocuments } from '../../../sandbox/simulation/memory-documents';
import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { rulesSchema } from '../configuration/rules';
import { readLedger, writeLedger, type LedgerEntry } from './ledger';
import { beganPicking, noteStatuses } from './warehouse-status';

const salesOrder = (number: string, cancelled?: boolean) => ({
  number,
  site: 'PrimarySite',
  possible: [],
  lines: [],
  ...(cancelled && { cancelled }),
});

const entry: LedgerEntry = {
  schemaVersion: 1,
  state: 'exported',
  orderVersion: 1,
  salesOrders: [salesOrder('GB-1'), salesOrder('GB-1-2')],
  held: [],
  trace: [],
};

async function setUp(kept: LedgerEntry | null = entry) {
  const clock = createVirtualClock(Date.parse('2026-03-02T09:00:00Z'));
  const documents = createMemoryDocuments(clock);
  if (kept !== null) await writeLedger(documents, 'o', kept, 0);
  const note = (statuses: Readonly<Record<string, string>>) =>
    noteStatuses({ documents, world: { clock, random: () => 0 } }, 'o', new Map(Object.entries(statuses)));
  return { note, ledger: () => readLedger(documents, 'o') };
}

describe('the status in the warehouse', () => {
  it('is kept in the ledger and in its trace, written only when it is new', async () => {
    const { note, ledger } = await setUp();
    await note({ 'GB-1': 'Allocated' });
    await note({ 'GB-1': 'Allocated' });
    await note({ 'GB-1': 'Picked', 'GB-1-2': 'New' });
    const kept = await ledger();
    expect(kept).toMatchObject({
      version: 3,
      value: {
        warehouse: { 'GB-1': 'Picked', 'GB-1-2': 'New' },
        trace: [
          { what: 'GB-1 is "Allocated" in the warehouse' },
          { what: 'GB-1 is "Picked" in the warehouse' },
          { what: 'GB-1-2 is "New" in the warehouse' },
        ],
      },
    });
  });

  it('is left out while rows of the order are on their way, for the claim counts from the last change', async () => {
    const { note, ledger } = await setUp({ ...entry, claim: { forMs: 75_000 } });
    await note({ 'GB-1': 'Picked' });
    expect((await ledger())?.version).toBe(1);
  });

  it('makes no ledger where there is none', async () => {
    const { note, ledger } = await setUp(null);
    await note({ 'GB-1': 'Picked' });
    await expect(ledger()).resolves.toBeUndefined();
  });
});

describe('picking has begun', () => {
  const rules = rulesSchema.parse({});
  const begun = (warehouse: Record<string, string>, salesOrders = entry.salesOrders) =>
    beganPicking({ salesOrders, warehouse }, rules).map(({ number }) => number);

  it.each([
    ['New', []],
    ['partially allocated', []],
    ['Allocated', []],
    ['Picked', ['GB-1']],
    ['Despatched', ['GB-1']],
    ['Something else', ['GB-1']],
    ['Cancelled', []],
  ])('or not, for status %s', (status, numbers) => {
    expect(begun({ 'GB-1': status })).toEqual(numbers);
  });

  it('not for one that was cancelled at our request, nor for one that nobody has seen', () => {
    expect(begun({ 'GB-1': 'Picked' }, [salesOrder('GB-1', true), salesOrder('GB-1-2')])).toEqual([]);
  });

  it('by the statuses that the rules name', () => {
    const { number } = beganPicking(
      { salesOrders: entry.salesOrders, warehouse: { 'GB-1': 'Allocated' } },
      rulesSchema.parse({ orderExport: { amendableStatuses: ['New'] } }),
    )[0] ?? { number: undefined };
    expect(number).toBe('GB-1');
  });
});
