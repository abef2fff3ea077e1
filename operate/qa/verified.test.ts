import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../repository';
import { facts } from './facts';
import { withFacts } from './print-facts';

const document = readFileSync(join(REPOSITORY, 'docs/verified.md'), 'utf8');

describe('docs/verified.md', () => {
  it('lists the facts as doctor --qa knows them (npm run docs writes them)', () => {
    expect(document).toBe(withFacts(document));
    for (const { statement } of facts) expect(document).toContain(statement);
  });

  it('tells no two facts by one name', () => {
    expect(new Set(facts.map(({ id }) => id)).size).toBe(facts.length);
  });

  it('cannot be printed without the place for the facts', () => {
    expect(() => withFacts('# Proved')).toThrow('needs the lines');
  });
});
