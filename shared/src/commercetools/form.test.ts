import { createMemoryDocuments } from '../../../sandbox/simulation/memory-documents';
import { createVirtualClock } from '../../../sandbox/simulation/virtual-clock';
import { keepNewerForms, NewerForm } from './form';

const C = 'peoplevox-connector';

function setUp() {
  const plain = createMemoryDocuments(createVirtualClock(0), () => true);
  return { plain, documents: keepNewerForms(plain) };
}

describe('documents of a later form', () => {
  it('are not overwritten by one of an earlier form, however they were read', async () => {
    const { plain, documents } = setUp();
    await plain.write(C, 'read', { schemaVersion: 2, subscriptions: [1] }, 0);
    await plain.write(C, 'listed', { schemaVersion: 3 }, 0);
    const { version = 0 } = (await documents.read(C, 'read')) ?? {};
    await expect(documents.write(C, 'read', { schemaVersion: 1 }, version)).rejects.toThrow(
      'peoplevox-connector/read was written by a later version',
    );
    for await (const { key, version: onto } of documents.list(C))
      await expect(documents.write(C, key, { schemaVersion: 1 }, onto)).rejects.toBeInstanceOf(NewerForm);
    await expect(plain.read(C, 'read')).resolves.toMatchObject({ version: 1, value: { subscriptions: [1] } });
  });

  it('are overwritten by the version that knows their form', async () => {
    const { documents } = setUp();
    await documents.write(C, 'a', { schemaVersion: 1 }, 0);
    await documents.read(C, 'a');
    await documents.write(C, 'a', { schemaVersion: 2 }, 1);
    await documents.read(C, 'a');
    await expect(documents.write(C, 'a', { schemaVersion: 2, more: true }, 2)).resolves.toMatchObject({
      version: 3,
    });
  });

  it('give their place free once they are removed', async () => {
    const { plain, documents } = setUp();
    await plain.write(C, 'a', { schemaVersion: 2 }, 0);
    await documents.read(C, 'a');
    await plain.remove(C, 'a', 1);
    await documents.read(C, 'a');
    await expect(documents.write(C, 'a', { schemaVersion: 1 }, 0)).resolves.toMatchObject({ version: 1 });
  });

  it('are no others: what has no form is of the first', async () => {
    const { documents } = setUp();
    await documents.write(C, 'a', 'text', 0);
    await documents.read(C, 'a');
    await expect(documents.write(C, 'a', 'other', 1)).resolves.toMatchObject({ version: 2 });
  });
});
