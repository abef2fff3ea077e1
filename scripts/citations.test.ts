import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, readText, REPOSITORY } from './project-files';

const FACTS = 'docs/facts';
const CITING = new Set(['.ts', '.mjs', '.md', '.yaml', '.yml']);

/** A comment that goes on in the next line, as one line. */
function read(path: string): string {
  return readText(path).replaceAll(/\n *(?:\*|\/\/) /g, ' ');
}

const texts = new Map(filesBelow('', CITING).map((path) => [path, read(path)]));
const pages = readdirSync(join(REPOSITORY, FACTS)).map((file) => ({
  name: file.replace('.md', ''),
  text: read(join(FACTS, file)),
}));
const sections = pages.flatMap(({ name, text }) =>
  [...text.matchAll(/^## (\d+)\. /gm)].map(([, number]) => `${name} §${number}`),
);
const citation = /facts\/(\w+)((?:,? (?:to )?§\d+)+)/g;

function citedIn(text: string): readonly string[] {
  return [...text.matchAll(citation)].flatMap(([, page, numbers = '']) =>
    (numbers.match(/§\d+/g) ?? []).map((number) => `${page} ${number}`),
  );
}

describe('what comments cite', () => {
  it('are sections of docs/facts that exist', () => {
    const unknown = [...texts].flatMap(([path, text]) =>
      citedIn(text)
        .filter((cited) => !sections.includes(cited))
        .map((cited) => `${path}: ${cited}`),
    );
    expect(unknown).toEqual([]);
  });

  it('leads into this repository, or to an RFC', () => {
    const elsewhere = [...texts].flatMap(([path, text]) =>
      (text.replaceAll(citation, '').match(/.{0,30}(?<!RFC \d+ )§\d.{0,10}/g) ?? []).map(
        (words) => `${path}: ${words}`,
      ),
    );
    expect(elsewhere).toEqual([]);
  });

  it('are decisions that were recorded', () => {
    const recorded = new Set(
      readdirSync(join(REPOSITORY, 'docs/decisions')).map((file) => parseInt(file, 10)),
    );
    const unknown = [...texts].flatMap(([path, text]) =>
      [...text.matchAll(/\bdecision (\d+)\b/g)]
        .filter(([, number]) => !recorded.has(Number(number)))
        .map(([words]) => `${path}: ${words}`),
    );
    expect(unknown).toEqual([]);
  });
});

describe('docs/facts', () => {
  it('holds nothing that nobody cites', () => {
    const cited = new Set(
      [...texts].flatMap(([path, text]) => (path.startsWith(FACTS) ? [] : citedIn(text))),
    );
    expect(sections.length).toBeGreaterThan(0);
    expect(sections.filter((section) => !cited.has(section))).toEqual([]);
  });

  it('lists every source that peoplevox.md names', () => {
    const [facts = '', sources = ''] = read(join(FACTS, 'peoplevox.md')).split('## Sources');
    const named = [...facts.matchAll(/\|([^|\n]*)\|$/gm)]
      .flatMap(([, cell = '']) => cell.split(','))
      .map((key) => key.trim());
    const listed = new Set([...sources.matchAll(/^\| (\w+)/gm)].map(([, key]) => key));
    expect(named.filter((key) => /^[A-Z]/.test(key) && key !== 'Source' && !listed.has(key))).toEqual([]);
    expect([...listed].filter((key) => key !== 'Letters' && !named.includes(key ?? ''))).toEqual([]);
  });
});
