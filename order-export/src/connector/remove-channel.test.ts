import { createManualClock } from '../stand-ins.fixture';
import { createProject } from './project.fixture';
import { removeUnusedChannel } from './remove-channel';

function setUp(made: readonly string[] = ['c']) {
  const { project, api } = createProject(createManualClock());
  project.channels.set('peoplevox', { id: 'c', version: 3, key: 'peoplevox' });
  return { project, remove: () => removeUnusedChannel(api, new Set(made)) };
}

describe('the Channel at the end of a deployment', () => {
  it('is removed where no order is marked with it', async () => {
    const { project, remove } = setUp();
    await expect(remove()).resolves.toBe('Channel "peoplevox": removed.');
    expect(project.channels.size).toBe(0);
  });

  it('stays where orders are marked with it', async () => {
    const { project, remove } = setUp();
    project.markedOrders = 1;
    await expect(remove()).resolves.toMatch(/kept, for exported orders/);
    expect(project.writes).toEqual([]);
  });

  it('stays where something else refers to it', async () => {
    const { project, remove } = setUp();
    project.isReferred = true;
    await expect(remove()).resolves.toMatch(/kept, for something/);
    expect(project.channels.size).toBe(1);
  });

  it('stays where the merchant made it', async () => {
    const { project, remove } = setUp([]);
    await expect(remove()).resolves.toMatch(/kept, for it was not created by this connector/);
    expect(project.writes).toEqual([]);
  });

  it('may be gone already', async () => {
    const { project, remove } = setUp();
    project.channels.clear();
    await expect(remove()).resolves.toBe('Channel "peoplevox": absent.');
  });
});
