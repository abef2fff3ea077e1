import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from './catalogue';
import { codesByOwner } from './codes';
import { printExceptions } from './print';

describe('docs/exceptions.md', () => {
  it('is what the catalogue prints (else run: npm run docs)', () => {
    expect(readFileSync(join(__dirname, '../../../docs/exceptions.md'), 'utf8')).toBe(printExceptions());
  });

  it('has one entry for every code, under its owner', () => {
    const printed = printExceptions();
    for (const [owner, codes] of Object.entries(codesByOwner)) {
      const chapter = printed.split('\n## ').find((text) => text.toLowerCase().startsWith(owner)) ?? '';
      expect([...chapter.matchAll(/^### `([\w-]+)`/gm)].map((match) => match[1])).toEqual(codes);
    }
    expect(new Set(Object.keys(catalogue))).toEqual(new Set(Object.values(codesByOwner).flat()));
  });
});
