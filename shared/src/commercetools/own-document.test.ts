import * as z from 'zod';
import { createMemoryDocuments } from '../../../sandbox/simulation/memory-documents';
import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { OwnDocument } from './own-document';

const CONTAINER = 'peoplevox-connector';
const documents = () => createMemoryDocuments(createVirtualClock(0));
const own = (all: ReturnType<typeof documents>) =>
  new OwnDocument(all, 'own', z.object({ count: z.number() }), () => undefined);

describe('removing an own document', () => {
  it('asks for nothing but the removal of what was saved', async () => {
    const all = documents();
    const document = own({ ...all, read: () => Promise.reject(new Error('It was read.')) });
    await document.save({ count: 1 });
    await document.remove();
    expect(await all.read(CONTAINER, 'own')).toBeUndefined();
  });

  it('also removes one that was not loaded, or that another version of it came to be, and none at all', async () => {
    const all = documents();
    await own(all).remove();
    const document = own(all);
    await document.save({ count: 1 });
    await own(all).remove();
    expect(await all.read(CONTAINER, 'own')).toBeUndefined();
    await document.remove();
    await own(all).save({ count: 2 });
    await all.write(CONTAINER, 'own', { count: 3 }, 1);
    await document.remove();
    expect(await all.read(CONTAINER, 'own')).toBeUndefined();
  });

  it('saves anew after it', async () => {
    const all = documents();
    const document = own(all);
    await document.save({ count: 1 });
    await document.remove();
    await document.save({ count: 2 });
    expect((await all.read(CONTAINER, 'own'))?.value).toEqual({ count: 2 });
  });
});
