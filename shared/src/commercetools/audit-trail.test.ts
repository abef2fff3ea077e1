import { createMemoryDocuments } from '../../../sandbox/simulation/memory-documents';
import { createAuditTrail, AUDIT_CONTAINER } from './audit-trail';
import type { Documents } from './documents';

const clock = { now: () => 0, after: () => () => undefined };

function project() {
  const documents = createMemoryDocuments(clock);
  const keys: string[] = [];
  const watched: Documents = {
    ...documents,
    write: (container, key, value, version) => {
      keys.push(key);
      return documents.write(container, key, value, version);
    },
  };
  return { documents: watched, keys };
}

describe('the audit trail of a run', () => {
  it('needs one write a chunk, whatever other parts of the run wrote', async () => {
    const { documents, keys } = project();
    for (const part of ['a', 'b']) {
      const trail = createAuditTrail<number>(documents, { kind: 'stock', run: 'run', part });
      await trail.announce(Array.from({ length: 501 }, (_, index) => index));
      await trail.announce([1]);
    }
    expect(keys).toEqual(['a.0', 'a.1', 'a.2', 'b.0', 'b.1', 'b.2'].map((key) => `stock.run.${key}`));
  });

  it('loses nothing where a part begins twice', async () => {
    const { documents } = project();
    for (const record of [1, 2]) {
      const trail = createAuditTrail<number>(documents, { kind: 'stock', run: 'run' });
      trail.add(record);
      await trail.flush();
    }
    const read = async (key: string) => (await documents.read(AUDIT_CONTAINER, key))?.value;
    expect(await read('stock.run.0')).toMatchObject({ records: [1] });
    expect(await read('stock.run.1')).toMatchObject({ records: [2] });
  });
});
