import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checked, figures, figuresOf } from './figures';

describe('the figures of the month-end', () => {
  it('are told in docs/mapping/month-end.md, with their tie-outs', () => {
    const page = readFileSync(join(__dirname, '../../../../docs/mapping/month-end.md'), 'utf8');
    expect(figures.filter((figure) => !page.includes(`\`${figure}\``))).toEqual([]);
  });

  it('do not tie out when something is missing', () => {
    const off = checked(figuresOf({ orderedUnits: 2, exportedUnits: 1, openUnits: 2 }));
    expect(off.filter(({ left, right }) => left !== right).map(({ text }) => text)).toEqual([
      'orderedUnits = exportedUnits + notExportedUnits',
    ]);
  });
});
