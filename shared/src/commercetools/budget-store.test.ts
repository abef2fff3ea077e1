import { createMemoryDocuments } from '../../../sandbox/simulation/memory-documents';
import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { createBudgetStore } from './budget-store';

function open() {
  const clock = createVirtualClock(5_000);
  const documents = createMemoryDocuments(clock);
  return { documents, store: createBudgetStore(documents, 'budget-test') };
}

describe('budget store', () => {
  it('starts at version 0 and tells the server time of each write', async () => {
    const { store, documents } = open();
    await expect(store.read()).resolves.toEqual({ state: undefined, version: 0 });
    await expect(store.write({ calls: [1] }, 0)).resolves.toEqual({ version: 1, serverTime: 5_000 });
    await expect(store.read()).resolves.toEqual({ state: { calls: [1] }, version: 1 });
    await expect(documents.read('peoplevox-connector', 'budget-test')).resolves.toMatchObject({ version: 1 });
  });

  it('answers false when another instance wrote first', async () => {
    const { store } = open();
    await store.write({ calls: [1] }, 0);
    await expect(store.write({ calls: [2] }, 0)).resolves.toBe(false);
    await expect(store.read()).resolves.toMatchObject({ state: { calls: [1] } });
  });

  it('does not take a failure for a lost race', async () => {
    const { documents } = open();
    const broken = { ...documents, write: () => Promise.reject(new Error('away')) };
    await expect(createBudgetStore(broken, 'k').write({}, 0)).rejects.toThrow('away');
  });
});
