import { createMemoryDocuments } from '../../../../sandbox/simulation/memory-documents';
import { createVirtualClock } from '../../../../sandbox/simulation/virtual-clock';
import { forgetTemplates, rememberTemplates } from './template-memory';
import { createFakeWarehouse } from './warehouse.fixture';

const HOUR = 3_600_000;

function setUp() {
  const clock = createVirtualClock(Date.UTC(2026, 2, 2));
  const documents = createMemoryDocuments(clock);
  const asked: string[] = [];
  const columns: string[] = [];
  const client = {
    ...createFakeWarehouse().client,
    getSaveTemplate: (template: string) => {
      asked.push(template);
      return Promise.resolve([`${template} column`, ...columns]);
    },
  };
  return { clock, documents, asked, columns, instance: () => rememberTemplates(client, documents, clock) };
}

describe('the memory of template columns', () => {
  it('asks Peoplevox once for all instances, also those that start later', async () => {
    const { asked, instance } = setUp();
    const first = instance();
    await first.getSaveTemplate('Customers');
    await first.getSaveTemplate('Sales orders');
    await first.getSaveTemplate('Customers');
    await expect(instance().getSaveTemplate('Sales orders')).resolves.toEqual(['Sales orders column']);
    expect(asked).toEqual(['Customers', 'Sales orders']);
  });

  it('asks again after six hours', async () => {
    const { clock, asked, instance } = setUp();
    const only = instance();
    await only.getSaveTemplate('Customers');
    await clock.advance(5 * HOUR);
    await only.getSaveTemplate('Customers');
    expect(asked).toHaveLength(1);
    await clock.advance(2 * HOUR);
    await only.getSaveTemplate('Customers');
    expect(asked).toHaveLength(2);
  });

  it('asks Peoplevox for whoever wants a newer answer, and remembers that one for all', async () => {
    const { asked, columns, instance } = setUp();
    await instance().getSaveTemplate('Customers');
    columns.push('Attribute3');
    await instance().getSaveTemplate('Customers', { maxAgeMs: 60_000 });
    expect(await instance().getSaveTemplate('Customers')).toContain('Attribute3');
    expect(asked).toHaveLength(2);
  });

  it('asks again after a deployment', async () => {
    const { documents, asked, instance } = setUp();
    await instance().getSaveTemplate('Customers');
    await forgetTemplates(documents);
    await instance().getSaveTemplate('Customers');
    expect(asked).toHaveLength(2);
  });
});
