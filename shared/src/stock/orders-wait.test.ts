import { createMemoryDocuments } from '../../../sandbox/simulation/memory-documents';
import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { createOrdersWait } from './orders-wait';

const NOW = 1_000_000;

async function waits(state?: object): Promise<boolean> {
  const documents = createMemoryDocuments(createVirtualClock(NOW));
  if (state)
    await documents.write(
      'peoplevox-connector',
      'budget-order-export',
      { schemaVersion: 1, share: 3, ...state },
      0,
    );
  return createOrdersWait(documents, async () => NOW)();
}

describe('orders wait', () => {
  const free = { leaves: [], held: [] };

  it('when order-export has used its share up', async () => {
    const held = [{ id: 'a', calls: 2, until: NOW + 9 }];
    expect(await waits({ leaves: [NOW + 1], held })).toBe(true);
    expect(await waits({ leaves: [NOW - 1], held })).toBe(false);
    expect(await waits({ leaves: [NOW + 1], held: [{ id: 'a', calls: 2, until: NOW - 9 }] })).toBe(false);
  });

  it('while Peoplevox throttles it', async () => {
    expect(await waits({ ...free, throttle: { pausedUntil: NOW + 1, share: 1 } })).toBe(true);
    expect(await waits({ ...free, throttle: { pausedUntil: NOW - 1, share: 1 } })).toBe(false);
  });

  it('not when nothing is known', async () => {
    expect(await waits()).toBe(false);
    expect(await waits({ ...free, leaves: [NOW + 1, NOW + 1, NOW + 1], share: undefined })).toBe(false);
    expect(await waits({ leaves: 'unreadable' })).toBe(false);
  });
});
