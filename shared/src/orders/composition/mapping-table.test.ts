import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { columns } from './columns';
import { withColumnTables } from './mapping-table';

const document = readFileSync(join(__dirname, '../../../../docs/mapping/order.md'), 'utf8');

describe('docs/mapping/order.md', () => {
  it('shows the columns as the code has them (npm run docs writes them)', () => {
    expect(document).toBe(withColumnTables(document));
  });

  it('lists every column', () => {
    for (const { name } of columns) expect(document).toContain(`| ${name} `);
  });

  it('cannot be printed without the place for the tables', () => {
    expect(() => withColumnTables('# Orders')).toThrow('needs the lines');
  });
});
